# A script that chainrule wrote from a lesson. It needs Python 3 and NumPy.
#
# Bayesian optimisation, a search that learns
#
# Random search does not learn from a trial where to try next. Bayesian
# optimisation does: it keeps a model of the loss, a Gaussian process, and each
# trial is where the model promises the largest improvement. What the model does
# for one place is in the lesson expected-improvement, line by line. Here it
# runs, with the loss L = (x − 0.6)² on x from 0 to 1, six trials, and eleven
# candidates: 0, 0.1, … 1. The model's length is 0.3: at this distance two
# values still have much to do with each other, at three times that distance
# next to nothing.
#
#     param x = 0
#
#     L = (x - 0.6)^2
#
#     search L over x in [0, 1] by bayes(trials: 6, points: 11, length: 0.3)
#
#     digits 4
#
# These are the trials. choice is the number of the candidate that is tried
# next; candidate 1 is 0, candidate 11 is 1.
#
# After the given start at 0 it tries the other end, then the middle, then comes
# closer, and the sixth trial is the minimum. Why does it go there? This is what
# it expects of four of its candidates: of 0.3, 0.5, 0.6 and 0.7, which have the
# numbers 4, 6, 7 and 8.
#
# Go through it trial by trial.
#
# Trial 1. One value is known, 0.36 at 0. The model knows nothing of places far
# away, and there the deviation is largest. The expected improvement grows with
# the distance; at 1, which is candidate 11, it is {{EI[11] of step 1}}.
#
# Trial 2. Both ends are known. 0.5 is farthest from both and is chosen; 0.6
# follows closely, since the value 0.16 at 1 is lower than that at 0.
#
# Trial 3. L is 0.01 at 0.5, and nothing more is expected of candidate 6: a
# place whose value is known cannot surprise. The next choice is 0.7.
#
# Trials 4 and 5. 0.7 gives the 0.01 of 0.5 once more. Between these two, at
# 0.6, the model expects somewhat less, −0.01057, but there is little doubt
# about it. The choice is 0.3, where more is open, and the value there is 0.09.
# Now 0.6 has the most to offer, and it is the minimum.
#
# What the model believes about 0.6 after each trial, as mean and variance:
#
# After trial 1 the mean is close to 0 because nothing is known about 0.6, after
# trial 6 because its value is known; only the variance tells the two apart. A
# model that gives a mean alone would not know where it has to look. This is the
# trade of every search: to go where it is good, or to go where little is known.
# EI puts both into one number.
#
# What it costs. A trial solves triangular systems with as many unknowns as
# there are trials, for each candidate. That is much more work than a draw at
# random, and it pays if a value of L is expensive. Each candidate is a point of
# a grid, so two or three parameters are as many as this can take; programs for
# more look for the largest EI by its gradient.
#
# Every number of it is a line and can be asked for, such as the factor of the
# kernel matrix:
#
#     chainrule explain bayesian-optimisation 'cholesky[3,2]' --step 3
#
# Now change the lesson. Say first what a length of 0.1 does to the order of the
# trials, and then one of 0.9.
#
# What there is to find. With 0.1 a value says little about its neighbours, so
# each trial is in the widest gap: 0, 0.9, 0.5, 0.3, 0.7, 1. (0.9 and 1 are so
# far from 0 that they look alike, and the first is taken.) The best L stays
# 0.01. With 0.9 the model expects a very smooth loss and is right: the third
# trial is 0.6. The others are 0.5, 0.7 and 0.6 again. On a loss with several
# valleys it would be as sure, and wrong.
#
# An article (article 002) has Bayesian optimisation without a model of the loss
# and without an expected improvement, so that nothing is left of it but trials.
# Sources: Jones, Schonlau and Welch, "Efficient Global Optimization of
# Expensive Black-Box Functions", 1998; Snoek, Larochelle and Adams, "Practical
# Bayesian Optimization of Machine Learning Algorithms", 2012.
#
… 1012 lines, fnv1a 0xd2fecfee6c47ec3c
        "score_10": -0.490280553,
        "EI_10": 0.0534301462,
        "cross_11_1": 0.00386592014,
        "solved_11_1": 0.00386591821,
        "cross_11_2": 1,
        "solved_11_2": 0.999992027,
        "cross_11_3": 0.249352209,
        "solved_11_3": 2.65371056e-07,
        "cross_11_4": 0,
        "solved_11_4": 0,
        "cross_11_5": 0,
        "solved_11_5": 0,
        "cross_11_6": 0,
        "solved_11_6": 0,
        "mu_11": 0.159999808,
        "var_11": 9.9999893e-07,
        "gain_11": -0.159999808,
        "score_11": -159.999893,
        "EI_11": 0,
        "choice": 8,
        "point_x": 7,
        "x_new": 0.7,
    },
    4: {
        "L": 0.01,
    },
}

for step, values in results.items():
    print("step", step, "L =", values["L"].item())

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
