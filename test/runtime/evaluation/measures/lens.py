# Makes lens.json: the logit lens of two made-up directions through nano's final norm and output matrix, in PyTorch.
# Run beside this file: python3 lens.py > lens.json   (torch, safetensors)
import json
from pathlib import Path
import torch
from safetensors.torch import load_file

weights = load_file(Path(__file__).parents[4] / "models" / "nano" / "model.safetensors")
gain = weights["model.norm.weight"].double()
matrix = weights["lm_head.weight"].double()
at = torch.arange(1, matrix.shape[1] + 1, dtype=torch.float64)
out = []
for vector in (torch.sin(0.37 * at), torch.cos(1.3 * at) + 0.5):
    vector = vector.float().double()
    # Through the model's own formula: the difference of logits of h = vector and h = 0 under a norm with root mean square 1.
    logits = torch.nn.functional.linear(gain * vector, matrix)
    up, down = torch.topk(logits, 8), torch.topk(-logits, 8)
    direction = gain * (matrix[300] - matrix[512])
    out.append({
        "up": up.indices.tolist(), "upScores": up.values.tolist(), "down": down.indices.tolist(), "downScores": (-down.values).tolist(),
        "cosine": torch.nn.functional.cosine_similarity(vector, direction, dim=0).item(),
    })
print(json.dumps({"plus": 300, "minus": 512, "vectors": out}))
