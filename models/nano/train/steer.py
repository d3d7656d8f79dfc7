"""Steering in PyTorch, the reference for the numbers in the card: mean differences at the answer, added from a token on."""
import torch

MULTIPLIERS = torch.tensor([-1.5, -1., -.5, 0., .5, 1., 1.5])


def padded(rows: list[list[int]]) -> torch.Tensor:
    ids = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
    for i, row in enumerate(rows):
        ids[i, : len(row)] = torch.tensor(row)
    return ids


class Texts:
    """Prompts with two answers as token ids: read at the first token that differs, steered from `start` on."""

    def __init__(self, net, tok, prompts: list[str], positive: list[str], negative: list[str], from_prompt_end: bool):
        encode = lambda text: tok.encode(text, add_special_tokens=False)
        self.net = net
        whole = [[encode(p + x) for p, x in zip(prompts, side)] for side in (positive, negative)]
        self.differ = [next(i for i, (a, b) in enumerate(zip(*w)) if a != b) for w in zip(*whole)]
        self.ids = [padded([w[: d + 1] for w, d in zip(side, self.differ)]) for side in whole]
        self.rows = torch.arange(len(prompts))
        self.at = torch.tensor(self.differ)
        start = [len(encode(p)) - 1 if from_prompt_end else d - 1 for p, d in zip(prompts, self.differ)]
        self.steered = torch.arange(self.ids[0].shape[1])[None] >= torch.tensor(start)[:, None]
        self.answers = [ids[self.rows, self.at] for ids in self.ids]

    @torch.no_grad()
    def differences(self) -> torch.Tensor:
        """[layers, items, width]: activation of the positive answer minus that of the negative one."""
        both = [self.net(ids)[1] for ids in self.ids]
        return torch.stack([p[self.rows, self.at] - n[self.rows, self.at] for p, n in zip(*both)])

    @torch.no_grad()
    def curves(self, layer: int, vectors: torch.Tensor, multipliers=MULTIPLIERS) -> torch.Tensor:
        """[vectors, items, multipliers]: propensity (logit difference of the two answers) under each vector."""
        if not hasattr(self, "kept"):
            self.kept = self.net(self.ids[0])[1]
        out = []
        for v in vectors:
            x = torch.cat([self.kept[layer] + m * v * self.steered[..., None] for m in multipliers])
            h = self.resume(x, layer)
            out.append(h.view(len(multipliers), -1).T)
        return torch.stack(out)

    def resume(self, x, layer):
        net, n = self.net, len(x) // len(self.rows)
        cos, sin = net.cos[: x.shape[1]], net.sin[: x.shape[1]]
        for block in net.model.layers[layer + 1:]:
            x = block(x, cos, sin)
        last = net.model.norm(x[torch.arange(len(x)), (self.at - 1).repeat(n)])
        w = net.lm_head.weight[self.answers[0]] - net.lm_head.weight[self.answers[1]]
        return (last * w.repeat(n, 1)).sum(-1)


def slopes(curves: torch.Tensor, multipliers=MULTIPLIERS) -> torch.Tensor:
    """Least-squares slope of each curve: [..., multipliers] -> [...]."""
    m = multipliers - multipliers.mean()
    return (curves * m).sum(-1) / (m * m).sum()


def interval(values: torch.Tensor, seed: int = 0, resamples: int = 1000) -> tuple[float, float]:
    """95 % bootstrap interval of the mean."""
    g = torch.Generator().manual_seed(seed)
    picks = torch.randint(len(values), (resamples, len(values)), generator=g)
    means = values[picks].mean(1).sort().values
    return means[int(.025 * resamples)].item(), means[int(.975 * resamples) - 1].item()


def spearman(x: torch.Tensor, y: torch.Tensor) -> float:
    rank = lambda v: v.argsort().argsort().float()
    return torch.corrcoef(torch.stack((rank(x), rank(y))))[0, 1].item()


def correlation_interval(x, y, seed=0, resamples=1000):
    """Spearman over concepts with its 95 % bootstrap interval."""
    g = torch.Generator().manual_seed(seed)
    draws = sorted(spearman(x[p], y[p]) for p in (torch.randint(len(x), (len(x),), generator=g) for _ in range(resamples)))
    return spearman(x, y), draws[int(.025 * resamples)], draws[int(.975 * resamples) - 1]
