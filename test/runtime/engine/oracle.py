"""Logits and residual streams of a checkpoint folder by transformers, unsteered and with PyTorch hooks that steer."""
import json
import math
import sys

import torch
from transformers import AutoModelForCausalLM

folder, asked = sys.argv[1], json.loads(sys.argv[2])
model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
ids = torch.tensor([asked["tokens"]])
width = model.config.hidden_size
v = torch.tensor([math.sin(i + 1) for i in range(width)])
unit = v / v.norm()


def numbers(tensor):
    return [round(float(x), 7) for x in tensor.flatten()]


def run(change=None):
    residuals, handles = [], []

    def tap(index):
        def hook(_module, _inputs, output):
            hidden = output[0] if isinstance(output, tuple) else output
            if change is not None and index == asked["layer"]:
                hidden[:, asked["from"]:] = change(hidden[:, asked["from"]:])
            residuals.append(hidden[0].clone())
            return output
        return hook

    for index, block in enumerate(model.model.layers):
        handles.append(block.register_forward_hook(tap(index)))
    with torch.no_grad():
        logits = model(ids).logits[0]
    for handle in handles:
        handle.remove()
    return logits, residuals


def ablated(h):
    return h - (h @ unit).unsqueeze(-1) * unit


logits, residuals = run()
steered = {
    "add": run(lambda h: h + asked["multiplier"] * v)[0],
    "ablate": run(ablated)[0],
    "ablate then add": run(lambda h: ablated(h) + asked["multiplier"] * v)[0],
}
print(json.dumps({
    "last_logits": numbers(logits[-1][:16]),
    "last_log_probs": numbers(torch.log_softmax(logits[-1].double(), -1)[:16]),
    "residuals_at_3": [numbers(r[3]) for r in residuals],
    "steered_last_logits": {name: numbers(value[-1][:16]) for name, value in steered.items()},
}))
