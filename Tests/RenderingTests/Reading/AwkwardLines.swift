/// Lessons whose numbers are hard to print truly: cancellation, tiny factors, steep functions.
enum AwkwardLines {
  static let lessons = [
    """
    # Noise
    ```lesson
    input x[1..6] ~ normal(0, 2)
    param W[1..4, 1..6] ~ normal(0, 0.5)
    param v[1..4] ~ uniform(-1, 1)
    z[j] = sum(i: W[j,i]*x[i])
    a[j] = silu(z[j]) + tanh(z[j])/sqrt(1 + z[j]^2)
    p = sigmoid(sum(j: v[j]*a[j]))
    q[j] = softmax(j: z[j])
    L = binary_cross_entropy(p, 1) + z[1]/7 - log(q[2])*abs(v[1]) + exp(-z[2]^2)
    minimize L by clip_norm(0.1) then adam(rate: 0.02), steps: 2
    ```
    """,
    """
    # Nearly equal numbers
    ```lesson
    param x1 = 1, x2 = 3.0001, x3 = 5
    param gamma = 0.003, beta = 1e-7
    mu = (x1 + x2 + x3)/3
    var = ((x1 - mu)^2 + (x2 - mu)^2 + (x3 - mu)^2)/3
    sd = sqrt(var + 1e-5)
    n2 = (x2 - mu)/sd
    y2 = gamma*n2 + beta
    L = y2^2
    minimize L by nesterov(rate: 0.5/step), steps: 3
    ```
    """,
    """
    # Very small and very large
    ```lesson
    param w = 0.0009999996, v = 123456.789, u = -4.9999e-5
    a = exp(20*sin(w)) - 1
    b = log(1 + a^2)*v
    c = if(b > 0.5, b*u, cos(b))
    d = max(c, -1000*w)/(1 + abs(u)*1e-9)
    L = softplus(d) + 1/2*(c - d + w)^2 + v*1e-12
    minimize L by weight_decay(0.01) then momentum(rate: 1e-7), steps: 2
    ```
    """,
  ]
}
