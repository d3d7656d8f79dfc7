# Makes statistics.json: what numpy and scipy say about a small table of propensities.
# Run beside this file: python3 statistics.py > statistics.json   (numpy, scipy)
import json
import numpy as np
from scipy import special, stats

rng = np.random.default_rng(5)
multipliers = np.array([-1.5, -1, -0.5, 0, 0.5, 1, 1.5])
items = 0.4 * multipliers + rng.normal(size=(40, 1)) * multipliers + rng.normal(size=(40, 7))
items = np.round(items, 6)
fits = []
for row in items:
    line = stats.linregress(multipliers, row)
    residual = row - line.intercept - line.slope * multipliers
    fits.append([line.slope, line.intercept, float(residual @ residual)])
slopes = np.array([fit[0] for fit in fits])
interval = stats.bootstrap(
    (slopes,), np.mean, n_resamples=200_000, confidence_level=0.9, method="percentile", rng=np.random.default_rng(0)
).confidence_interval
print(json.dumps({
    "multipliers": multipliers.tolist(),
    "items": items.tolist(),
    "fits": fits,
    "mean": slopes.mean(),
    "sd": slopes.std(ddof=1),
    "median": float(np.median(slopes)),
    "quantiles": {str(p): float(np.quantile(slopes, p)) for p in (0, 0.05, 0.3, 0.95, 1)},
    "interval90": [interval.low, interval.high],
    "logsumexp": float(special.logsumexp(items[0])),
    # p with two sides of a t test; the t within which T lies with a probability; the same for a normal number.
    "student": [[t, df, 2 * stats.t.sf(t, df)] for t in (0.001, 0.5, 2, 8, 40) for df in (1, 3.7, 19, 499)],
    "studentQuantiles": [
        [level, df, stats.t.ppf((1 + level) / 2, df)] for level in (0.5, 0.95, 0.999) for df in (1, 2.5, 7, 59, 1e4)
    ],
    "normalQuantiles": [[level, stats.norm.ppf((1 + level) / 2)] for level in (0.1, 0.5, 0.9, 0.95, 0.99, 0.9999)],
    "mean test": float(stats.ttest_1samp(slopes, 0).pvalue),
    "wilson": [
        [k, n, level, *stats.binomtest(k, n).proportion_ci(level, method="wilson")]
        for k, n, level in ((20, 60, 0.95), (0, 60, 0.95), (60, 60, 0.95), (1, 8, 0.9), (3, 1000, 0.99))
    ],
    "discoveries": [
        [p, stats.false_discovery_control(p, method="bh").tolist()]
        for p in ([0.01, 0.04, 0.03, 0.5, 0.005], [0.2], [0.05, 0.05, 0.05], rng.uniform(size=30).round(6).tolist())
    ],
}))
