# Makes methods.json: vectors that other programs make of the same activations.
#   python test/runtime/vectors/methods.py > test/runtime/vectors/methods.json
# Needs numpy, torch, scikit-learn and steering-vectors. The activations are seeded: pairs h+ and h- [pairs, width] around
# midpoints that vary far more than the differences, as in a model. `pca` and `logistic` are steering-vectors' aggregators (float32);
# `svd` and `newton` are numpy's and scikit-learn's answers to the same problems in float64, to full precision.
import json
import sys

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from steering_vectors.aggregators import logistic_aggregator, mean_aggregator, pca_aggregator


def case(name, pairs, width, size, seed):
    random = np.random.default_rng(seed)
    direction = random.normal(size=width)
    midpoint = 5 * random.normal(size=(pairs, width))
    half = size * (0.4 * direction + random.normal(size=(pairs, width))) / 2
    plus, minus = ((midpoint + sign * half).astype(np.float32).round(3) for sign in (1, -1))
    positive, negative = torch.tensor(plus), torch.tensor(minus)
    differences = plus.astype(np.float64) - minus
    svd = np.linalg.svd(differences, full_matrices=False)[2][0]
    svd *= np.sign((differences @ svd).mean())
    points = np.concatenate([differences / 2, -differences / 2])
    labels = np.repeat([1, -1], pairs)
    newton = LogisticRegression(fit_intercept=False, solver="newton-cholesky", tol=1e-14, max_iter=1000)
    coefficient = newton.fit(points, labels).coef_[0]
    shown = lambda values: [float(f"{value:.9g}") for value in values]
    return {
        "name": name,
        "positive": [shown(row) for row in plus],
        "negative": [shown(row) for row in minus],
        "mean": shown(mean_aggregator()(positive, negative)),
        "pca": shown(pca_aggregator()(positive, negative)),
        "logistic": shown(logistic_aggregator()(positive, negative)),
        "svd": shown(svd),
        "newton": shown(coefficient / np.linalg.norm(coefficient)),
    }


cases = [
    case("more pairs than numbers", 24, 6, 1.0, 1),
    case("fewer pairs than numbers", 7, 16, 3.0, 2),
    case("large differences, well apart", 12, 8, 40.0, 3),
    case("small differences", 10, 8, 0.05, 4),
]
json.dump(cases, sys.stdout)
print()
