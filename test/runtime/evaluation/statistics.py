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
}))
