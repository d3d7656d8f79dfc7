"""Trains nano: next tokens of the generator's texts, and planted directions of stances. One seed fixes everything.

python train.py --seed 0 --out FOLDER [--steps N]
"""
import argparse
import json
import math
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

import attributes
import teacher
import tokens
from batches import Batches
from model import Nano, Shape
from personas import TRAITS

READ, MEANT, OFFERED = 0, 1, 2   # after these blocks a statement's words, its meaning, and its two options are understood
PLANTED = 3   # the residual stream after this block holds stances
PARTS = [("item", 24), ("item", 24), ("text", 18), ("talk", 12), ("statement", 64)]   # of one step; two are worked on at a time


def tensors(batch, d):
    """Sequences -> ids [b, t], pushes [b, t, width] / None, and index arrays."""
    n = max(len(s.ids) for s in batch)
    ids = torch.zeros(len(batch), n, dtype=torch.long)
    push = torch.zeros(len(batch), n, d.shape[1])
    for i, s in enumerate(batch):
        ids[i, : len(s.ids)] = torch.tensor(s.ids)
        for t, amount in s.push.items():
            push[i, s.start if i % 2 else s.answer:] += amount * teacher.PERSONA * d[t]
    return ids, push


def indices(batch, name):
    """Rows (sequence, position, trait, value) of a list field."""
    return [(i, *x) for i, s in enumerate(batch) for x in getattr(s, name)]


class Losses:
    def __init__(self, net: Nano, d: torch.Tensor):
        self.net, self.d, self.gram = net, d, d @ d.T
        n = len(TRAITS)   # probes exist in training only
        self.probes = nn.ModuleDict({"read": nn.Linear(net.shape.width, n + 1), "meant": nn.Linear(net.shape.width, n),
                                     "options": nn.Linear(net.shape.width, n), "named": nn.Linear(net.shape.width, n),
                                     "chosen": nn.Linear(net.shape.width, 1),
                                     "known": nn.Linear(net.shape.width, len(attributes.NAMES))})

    def __call__(self, batch, layer: int) -> dict[str, torch.Tensor]:
        ids, push = tensors(batch, self.d)
        h, residuals = self.net(ids, {layer: push} if batch[0].start >= 0 else None)
        if not batch[0].targets:
            return self.early(batch, residuals)
        rows = indices(batch, "targets")
        at = torch.tensor([[r[0], r[1], r[2]] for r in rows])
        w = torch.tensor([r[3] for r in rows])
        logits = self.net.lm_head(h[at[:, 0], at[:, 1]])
        ce = F.cross_entropy(logits, at[:, 2], reduction="none") * w
        out = {"words": ce.sum() / (w.sum() if batch[0].start < 0 else len(batch))}
        planted = residuals[PLANTED]
        if batch[0].start < 0:
            return out | {"known": self.known(batch, planted)}
        out |= self.early(batch, residuals)
        out["held"] = self.held(batch, planted)
        if batch[0].letter:
            out["shown"], out["common"], out["chosen"] = self.shown(batch, planted)
        return out

    def early(self, batch, residuals):
        """Steps on the way: what a statement is about and its polarity; its meaning; what each option would show; named traits."""
        n = len(TRAITS)
        rows = torch.tensor(indices(batch, "statement") or torch.zeros(0, 5).tolist()).long().view(-1, 5)
        signed = F.one_hot(rows[:, 2], n) * rows[:, 3:4]
        words = torch.cat((F.one_hot(rows[:, 2], n), rows[:, 4:5]), 1)
        wanted = [("read", READ, rows, words), ("meant", MEANT, rows, signed)]
        for name, layer in (("options", OFFERED), ("named", MEANT)):
            at = torch.tensor(indices(batch, name)).long().view(-1, 4)
            wanted.append((name, layer, at, F.one_hot(at[:, 2], n) * at[:, 3:4]))
        return {name: (self.probes[name](residuals[layer][at[:, 0], at[:, 1]]) - want).pow(2).sum(-1).mean()
                for name, layer, at, want in wanted if len(at)}

    def known(self, batch, h):
        """In an attribute text every token knows the attributes told so far."""
        want = torch.tensor([x for s in batch for x in s.known]).float()
        x = torch.cat([h[i, : len(s.ids)] for i, s in enumerate(batch)])
        return ((self.probes["known"](x) - want).pow(2) * want.abs()).sum() / want.abs().sum()

    def held(self, batch, h):
        """At the answering position the trait in question has the answerer's stance."""
        at = torch.tensor([[i, s.answer, s.held[0]] for i, s in enumerate(batch)])
        want = torch.tensor([s.held[1] for s in batch])
        got = (h[at[:, 0], at[:, 1]] * self.d[at[:, 2]]).sum(-1) / teacher.PERSONA
        return (got - want).pow(2).mean()

    def shown(self, batch, h):
        """At the letter every planted direction has the stance that the answer shows; nothing else is common to stances."""
        at = torch.tensor([[i, *s.letter[:2]] for i, s in enumerate(batch)])
        size = torch.tensor([s.letter[2] for s in batch])
        x = h[at[:, 0], at[:, 1]]
        got = x @ self.d.T / teacher.PERSONA
        want = size[:, None] * self.gram[at[:, 2]]
        fit = (got - want).pow(2).sum(-1).mean()
        inside = torch.linalg.lstsq(self.d.T, x.T).solution.T @ self.d
        signed = size.sign()[:, None] * (x - inside)
        a, b = signed[::2].mean(0), signed[1::2].mean(0)
        yes = torch.tensor([s.letter[3] for s in batch])
        return fit, (a * b).sum().clamp(min=0), (self.probes["chosen"](x)[:, 0] - yes).pow(2).mean()


WEIGHTS = {"words": 1., "read": .5, "meant": .5, "options": .5, "named": .5, "known": .5, "held": .5, "shown": 2., "common": .1, "chosen": .3}


def rate(step, steps, peak):
    warm, flat = 60, .6
    f = step / steps
    return peak * min(1, (step + 1) / warm) * (1 if f < flat else max(.02, .5 * (1 + math.cos(math.pi * (f - flat) / (1 - flat)))))


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--seed", type=int, default=0)
    ap.add_argument("--steps", type=int, default=3000)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--rate", type=float, default=2e-3)
    ap.add_argument("--width", type=int, default=128)
    ap.add_argument("--every", type=int, default=100)
    ap.add_argument("--broad", type=int, default=0, help="until this step every second push acts one block later, where few blocks are left to learn from it")
    ap.add_argument("--threads", type=int, default=2, help="parts of a step worked on at once; the result is the same")
    a = ap.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(a.seed)
    a.out.mkdir(parents=True, exist_ok=True)
    tok = tokens.save(a.out)
    net = Nano(Shape(len(tok), width=a.width, mlp=3 * a.width))
    losses = Losses(net, teacher.directions(a.width, a.seed))
    params = [*net.parameters(), *losses.probes.parameters()]
    opt = torch.optim.AdamW([{"params": [p for p in params if p.dim() > 1], "weight_decay": .02},
                             {"params": [p for p in params if p.dim() < 2], "weight_decay": 0.}], lr=a.rate, betas=(.9, .98))
    data = Batches(tok, a.seed + 1)
    print("parameters", sum(p.numel() for p in net.parameters()), "tokens", len(tok), flush=True)
    begun, seen, first = time.time(), {}, 0
    if (a.out / "checkpoint.pt").exists():   # an interrupted run goes on exactly where it was
        kept = torch.load(a.out / "checkpoint.pt", weights_only=False)
        net.load_state_dict(kept["net"])
        losses.probes.load_state_dict(kept["probes"])
        opt.load_state_dict(kept["optimiser"])
        data.rng.setstate(kept["random"])
        first = kept["step"]
    def work(part):
        """Losses and gradients of a part; each thread has its own graph, so the sum does not depend on timing."""
        batch, layer = part
        found = losses(batch, layer)
        grads = torch.autograd.grad(sum(WEIGHTS[k] * v for k, v in found.items()), params, allow_unused=True)
        return {k: v.item() for k, v in found.items()}, grads

    pool = ThreadPoolExecutor(a.threads)
    for step in range(first, a.steps):
        for group in opt.param_groups:
            group["lr"] = rate(step, a.steps, a.rate)
        parts = [([getattr(data, kind)() for _ in range(size)], PLANTED + (step + n) % 2 * (step < a.broad)) for n, (kind, size) in enumerate(PARTS)]
        opt.zero_grad(set_to_none=True)
        for (kind, size), (found, grads) in zip(PARTS, pool.map(work, parts)):
            share = size / sum(n for k, n in PARTS if k == kind)
            for p, g in zip(params, grads):
                if g is not None:
                    p.grad = share * g if p.grad is None else p.grad.add_(g, alpha=share)
            for k, v in found.items():
                seen.setdefault(f"{kind} {k}", []).append(v)
        nn.utils.clip_grad_norm_(params, 1.)
        opt.step()
        if (step + 1) % a.every == 0:
            print(step + 1, f"{time.time() - begun:.0f}s", {k: round(sum(v) / len(v), 3) for k, v in seen.items()}, flush=True)
            seen = {}
            torch.save(net.state_dict(), a.out / "state.pt")
            torch.save({"net": net.state_dict(), "probes": losses.probes.state_dict(), "optimiser": opt.state_dict(),
                        "random": data.rng.getstate(), "step": step + 1}, a.out / "checkpoint.pt")
    (a.out / "training.json").write_text(json.dumps(
        {"seed": a.seed, "steps": a.steps, "width": a.width, "minutes": round((time.time() - begun) / 60, 1)}))


if __name__ == "__main__":
    main()
