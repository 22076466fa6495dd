/// The network of Matt Mazur's "A Step by Step Backpropagation Example" (2015), with the biases left
/// as they are: the statements of its lesson.
package func classicNetwork(steps: Int) -> String {
  """
  input  i1 = 0.05, i2 = 0.10
  target t1 = 0.01, t2 = 0.99
  param  w1 = 0.15, w2 = 0.20, w3 = 0.25, w4 = 0.30
  param  w5 = 0.40, w6 = 0.45, w7 = 0.50, w8 = 0.55
  const  b1 = 0.35, b2 = 0.60

  net_h1 = w1*i1 + w2*i2 + b1
  net_h2 = w3*i1 + w4*i2 + b1
  out_h1 = sigmoid(net_h1)
  out_h2 = sigmoid(net_h2)
  net_o1 = w5*out_h1 + w6*out_h2 + b2
  net_o2 = w7*out_h1 + w8*out_h2 + b2
  out_o1 = sigmoid(net_o1)
  out_o2 = sigmoid(net_o2)
  E_o1   = 1/2*(t1 - out_o1)^2
  E_o2   = 1/2*(t2 - out_o2)^2
  E      = E_o1 + E_o2

  minimize E by gd(rate: 0.5), steps: \(steps)
  digits 9
  """
}
