# Makes measures.json: what scipy, pandas, statsmodels and numpy say about small made-up results.
# Run beside this file: python3 measures.py > measures.json   (numpy, scipy, pandas, statsmodels)
import json
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf
from scipy import stats

rng = np.random.default_rng(11)
multipliers = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5]
out = {"multipliers": multipliers}

# Items of one condition: slopes that depend on letter, yes and both, unbalanced; curves that bend.
n = 60
letter = rng.random(n) < 0.55
yes = rng.random(n) < 0.45
slope = 0.8 + 0.9 * letter - 0.5 * yes + 0.4 * (letter & yes) + rng.normal(0, 0.7, n)
x = np.array(multipliers)
curves = np.round(slope[:, None] * x - 0.3 * x**2 + rng.normal(0, 0.2, (n, 7)) + rng.normal(0, 2, (n, 1)), 6)
fits = [stats.linregress(x, curve) for curve in curves]
frame = pd.DataFrame({"s": [fit.slope for fit in fits], "A": letter.astype(int), "Y": yes.astype(int)})
out["letter"] = ["A" if one else "B" for one in letter]
out["yes"] = [bool(one) for one in yes]
out["curves"] = curves.tolist()
out["residual"] = [float(np.sum((c - f.intercept - f.slope * x) ** 2)) for c, f in zip(curves, fits)]
V = frame.s.var()
E = lambda formula: float(V - smf.ols(formula, frame).fit().resid.var())
out["variance"] = {
    "total": float(V), "letter": E("s ~ A"), "yes": E("s ~ Y"), "both": E("s ~ A + Y"), "interaction": E("s ~ A * Y") - E("s ~ A + Y"),
}
# The published grouping: seven rows for each item, text only at multiplier 0.
rows = frame.loc[frame.index.repeat(7)].reset_index(drop=True)
rows.loc[rows.index % 7 != 3, ["A", "Y"]] = 0
out["published"] = {
    "counts": {f"{'A' if a else 'B'}-{'yes' if y else 'no'}": int(c) for (a, y), c in rows.groupby(["A", "Y"]).size().items()},
    "medians": {f"{'A' if a else 'B'}-{'yes' if y else 'no'}": float(c) for (a, y), c in rows.groupby(["A", "Y"]).s.median().items()},
}
out["moments"] = {
    "mean": float(frame.s.mean()), "median": float(frame.s.median()), "sd": float(frame.s.std()), "variance": float(V),
    "kurtosis": float(frame.s.kurt()),
}
assert abs(frame.s.kurt() - stats.kurtosis(frame.s, bias=False)) < 1e-12
out["ranges"] = [
    float(np.mean([stats.linregress(x[abs(x) <= r], c[abs(x) <= r]).slope for c in curves])) for r in (0.5, 1, 1.5)
]
uneven = np.array([-2.0, -0.5, 0.25, 1.0, 3.0])
bent = np.round(rng.normal(size=5), 6)
out["parabola"] = {"x": uneven.tolist(), "y": bent.tolist(), "coefficients": np.polyfit(uneven, bent, 2)[::-1].tolist()}
out["quadratic"] = float(np.mean([np.polyfit(x, c, 2)[0] for c in curves]))

# Correlations, with ties.
a = np.round(rng.normal(size=25), 1)
b = np.round(0.6 * a + rng.normal(0, 0.6, 25), 1)
boot = lambda f: stats.bootstrap(
    (a, b), f, paired=True, vectorized=False, n_resamples=20_000, method="percentile", rng=np.random.default_rng(0)
).confidence_interval
out["correlation"] = {
    "x": a.tolist(), "y": b.tolist(), "ranks": stats.rankdata(a).tolist(),
    "pearson": float(stats.pearsonr(a, b)[0]), "spearman": float(stats.spearmanr(a, b)[0]),
    "spearman95": list(boot(lambda p, q: stats.spearmanr(p, q)[0])), "pearson95": list(boot(lambda p, q: stats.pearsonr(p, q)[0])),
}

# A grid of concepts and shifts: means, and unsteered propensities.
shifts = ["BASE", "SYS_POS", "USER_NEG"]
concepts = [f"c{i}" for i in range(8)]
strength = rng.normal(1, 1, 8)
means = [
    {"concept": c, "train_shift": t, "test_shift": u, "mean": float(np.round(strength[i] + rng.normal(0, 0.4), 6)), "sd": float(np.round(rng.uniform(0.5, 2), 6))}
    for i, c in enumerate(concepts) for t in shifts for u in shifts
]
rest = [
    {"concept": c, "test_shift": u, "item": i, "propensity": float(np.round(rng.normal(), 6))}
    for c in concepts for u in shifts for i in range(5)
]
out["grid"] = {"means": means, "unsteered": rest}
grid = pd.DataFrame(means).pivot(index="concept", columns=["train_shift", "test_shift"], values="mean")
pairs = [(t, u) for t in shifts for u in shifts if (t, u) != ("BASE", "BASE")]
identity = grid[("BASE", "BASE")]
out["generalisation"] = {
    f"{t} {u}": {
        "spearman": float(stats.spearmanr(identity, grid[(t, u)])[0]), "pearson": float(stats.pearsonr(identity, grid[(t, u)])[0]),
        "below": int((grid[(t, u)] < identity).sum()), "negative": int((grid[(t, u)] < 0).sum()), "ood": float(grid[(t, u)].mean()),
        "slope": float(stats.linregress(identity, grid[(t, u)]).slope),
    } for t, u in pairs
}
zero = pd.DataFrame(rest).pivot(index=["concept", "item"], columns="test_shift", values="propensity")
relative = [
    {"concept": c, "train_shift": t, "test_shift": u, "relative": float(grid.loc[c, (t, u)] / abs(grid.loc[c, (u, u)])),
     "distance": float((zero.loc[c][u] - zero.loc[c][t]).abs().mean())}
    for c in concepts for t in shifts for u in shifts if grid.loc[c, (u, u)] > 0.25
]
r = pd.DataFrame(relative)
off = r[r.train_shift != r.test_shift]
out["relative"] = {
    "points": relative, "spearman": float(stats.spearmanr(r.distance, r.relative)[0]),
    "withoutDiagonal": float(stats.spearmanr(off.distance, off.relative)[0]),
}
m = pd.DataFrame(means)
at = m[(m.train_shift == "SYS_POS") & (m.test_shift == "USER_NEG")]
out["meanVariance"] = float(stats.spearmanr(at["mean"], at.sd**2)[0])

# Activations: 12 pairs of width 6.
positive = np.round(rng.normal(0.7, 1, (12, 6)), 5).astype(np.float32)
negative = np.round(rng.normal(0, 1, (12, 6)), 5).astype(np.float32)
d = positive.astype(float) - negative.astype(float)
v = d.mean(0)
unit = d / np.linalg.norm(d, axis=1, keepdims=True)
p, q = positive @ (v / np.linalg.norm(v)), negative @ (v / np.linalg.norm(v))
cosines = unit @ unit.T
out["activations"] = {
    "positive": positive.tolist(), "negative": negative.tolist(), "vector": v.tolist(),
    "agreement": float(np.mean(unit @ v / np.linalg.norm(v))),
    "pairwise": float((cosines.sum() - np.trace(cosines)) / (12 * 11)),
    "discriminability": float((p.mean() - q.mean()) / np.sqrt((p.var(ddof=1) + q.var(ddof=1)) / 2)),
}
print(json.dumps(out))
