# A script that chainrule wrote from a lesson. It needs Python 3 and NumPy.
#
# A mistake in a well-known example, variant together
#
# A network with two inputs, two hidden neurons and two outputs is trained for
# one round, and the page that made it well known says what the total error is
# afterwards: 0.291027924. Whoever works it out again gets 0.291027774. They
# agree in six digits, so it looks like rounding. It is not rounding: here both
# numbers are computed, each by a rule of its own.
#
#     input  i1 = 0.05, i2 = 0.10
#     target t1 = 0.01, t2 = 0.99
#     param  w1 = 0.15, w2 = 0.20, w3 = 0.25, w4 = 0.30
#     param  w5 = 0.40, w6 = 0.45, w7 = 0.50, w8 = 0.55
#     const  b1 = 0.35, b2 = 0.60
#
#     net_h1 = w1*i1 + w2*i2 + b1
#     net_h2 = w3*i1 + w4*i2 + b1
#     out_h1 = sigmoid(net_h1)
#     out_h2 = sigmoid(net_h2)
#     net_o1 = w5*out_h1 + w6*out_h2 + b2
#     net_o2 = w7*out_h1 + w8*out_h2 + b2
#     out_o1 = sigmoid(net_o1)
#     out_o2 = sigmoid(net_o2)
#     E = 1/2*(t1 - out_o1)^2 + 1/2*(t2 - out_o2)^2
#
#     digits 9
#
# together is the right rule. All derivatives belong to the weights that the
# forward pass used. When every one of them is there, all weights move.
#
# layerwise moves w5 to w8 first and then sends the errors back to the hidden
# layer through the new weights, w5⁺ to w8⁺, where the forward pass had w5 to
# w8. The second update below shows it.
#
#     variant together:  minimize E by gd(0.5), steps: 10000
#     variant layerwise: minimize E by gd(0.5), steps: 10000
#     variant layerwise: update w1 = w1 - 0.5*(dE/dnet_o1*w5' + dE/dnet_o2*w7')*dout_h1/dnet_h1*i1
#     variant layerwise: update w2 = w2 - 0.5*(dE/dnet_o1*w5' + dE/dnet_o2*w7')*dout_h1/dnet_h1*i2
#     variant layerwise: update w3 = w3 - 0.5*(dE/dnet_o1*w6' + dE/dnet_o2*w8')*dout_h2/dnet_h2*i1
#     variant layerwise: update w4 = w4 - 0.5*(dE/dnet_o1*w6' + dE/dnet_o2*w8')*dout_h2/dnet_h2*i2
#
# Which published number comes from which rule? This lists both errors after the
# first round:
#
#     chainrule trace published-mistake --where E --steps 2
#
# And these are the page's numbers beside the computed ones. After N rounds
# means: in step N + 1, which has the forward pass after them.
#
#                                   published    together      layerwise
#     w1 after 1 round            0.149780716   0.149780716   0.149817639
#     E after 1 round             0.291027924   0.291027774   0.291027924
#     out_o1 after 10,000 rounds  0.015912196   0.015913620   0.015912196
#     out_o2 after 10,000 rounds  0.984065734   0.984064274   0.984065734
#     E after 10,000 rounds      3.51085e-05  3.51019e-05  3.50848e-05
#     E after 9,999 rounds                     3.51085e-05  3.50915e-05
#
# The weights are those of the right rule, and so are the gradients that the
# page works out. E after one round and both outputs after 10,000 rounds are
# those of the layer by layer rule. The last error is that of the right rule
# once more, one round earlier: it is what a program prints that computes the
# error before it updates. So the numbers of one page come from two different
# programs.
#
# How large is the mistake? In step 1, the derivative with respect to w1 is
# 0.000438568. The layer by layer rule subtracts half of 0.000364723 instead, 17
# % less, and for w3 and w4 it is 15 % less. (That is the difference of w1 and
# its new value, times 2.) It shows only in the seventh digit of E because the
# first layer has so little to say here: most of what one round gains comes from
# w5 to w8, which are the same in both.
#
# The wrong rule even ends with the lower error, 0.00003508 against 0.00003510.
# That proves nothing in its favour. Both rules go downhill here, and one of
# them has walked a little further. It is wrong because its numbers are not the
# derivatives of E: the errors come back through weights that the forward pass
# never used. A small error at the end does not show that the gradients were
… 246 lines, fnv1a 0x6853bff497f5361d
        "dE_dw4": 0.000743575025,
        "dE_dw5": 0.0839872953,
        "dE_dw6": 0.0844984948,
        "dE_dw7": -0.0217942582,
        "dE_dw8": -0.0219269118,
        "w1_new": 0.149437455,
        "w2_new": 0.19887491,
        "w3_new": 0.249347121,
        "w4_new": 0.298694242,
        "w5_new": 0.275360214,
        "w6_new": 0.324601225,
        "w7_new": 0.533294455,
        "w8_new": 0.583497203,
    },
    4: {
        "net_h1": 0.377359364,
        "net_h2": 0.39233678,
        "out_h1": 0.593236056,
        "out_h2": 0.596845105,
        "net_o1": 0.95709026,
        "net_o2": 1.26462695,
        "out_o1": 0.722538849,
        "out_o2": 0.779821583,
        "E": 0.275943289,
    },
}

for step, values in results.items():
    print("step", step, "E =", values["E"].item())

largest, where = 0.0, "none"
for step, values in trace.items():
    for name, expected in values.items():
        found = results.get(step, {}).get(name)
        value = math.nan if found is None else found.item()
        if value == expected or math.isnan(value) and math.isnan(expected):
            continue
        # Relative where numbers are large
        difference = abs(value - expected)/max(1.0, abs(expected))
        if math.isnan(difference):
            difference = math.inf
        if difference > largest:
            largest, where = difference, f"{name} at step {step}"
print(f"largest difference from the trace: {largest:.2g} ({where})")
sys.exit(1 if largest > 1e-9 else 0)
