# Makes divergence.json: KL(p || q) in nats of distributions given by float32 logits, by scipy.
# Run: python test/runtime/evaluation/divergence.py
import json
from pathlib import Path

import numpy as np
from scipy.special import log_softmax, rel_entr

random = np.random.default_rng(5)
cases = []
for width, spread in [(4, 1.0), (50, 3.0), (400, 8.0)]:
    p = np.float32(random.normal(0, spread, width).round(3))
    q = np.float32((p + random.normal(0, 0.5, width)).round(3))
    left, right = np.exp(log_softmax(np.float64(p))), np.exp(log_softmax(np.float64(q)))
    cases.append({"p": p.tolist(), "q": q.tolist(), "kl": float(rel_entr(left, right).sum())})
text = json.dumps(cases, default=float)
Path(__file__).with_suffix(".json").write_text(text + "\n")
