# Makes paired.json: the difference of two effects on the same items, as scipy's bootstrap and paired t-test see it.
# Run beside this file: python3 paired.py > paired.json   (numpy, scipy)
import json
import numpy as np
from scipy import stats

rng = np.random.default_rng(23)
n = 48
shared = rng.normal(0, 2, n)  # what moves an item moves it under both
vector = np.round(1.1 + shared + rng.normal(0, 0.3, n), 6)
prompt = np.round(0.8 + shared + rng.normal(0, 0.3, n), 6)
result = stats.bootstrap((vector - prompt,), np.mean, n_resamples=50_000, confidence_level=0.95, method="percentile", random_state=1)
low, high = result.confidence_interval
alone = [stats.bootstrap((x,), np.mean, n_resamples=50_000, confidence_level=0.95, method="percentile", random_state=1).confidence_interval for x in (vector, prompt)]
test = stats.ttest_rel(vector, prompt)
print(json.dumps({
    "vector": vector.tolist(), "prompt": prompt.tolist(), "difference": float(np.mean(vector - prompt)),
    "low": float(low), "high": float(high), "standardError": float(result.standard_error), "p": float(test.pvalue),
    "alone": [[float(a.low), float(a.high)] for a in alone],
}))
