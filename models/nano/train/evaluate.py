"""Measures a trained nano: personas, steering, specificity, shifts; on validation items (to choose) or shipped ones (to report).

python evaluate.py FOLDER --part validation|shipped --out FILE.json
"""
import argparse
import json
import random
from pathlib import Path

import torch
from transformers import PreTrainedTokenizerFast

import attributes
import teacher
from items import chat, choice, items, rows
from model import Nano, Shape
from personas import SYSTEM, TRAITS, sentence
from steer import Texts, correlation_interval, interval, slopes

SHIFTS = {"BASE": None, "SYS_POS": ("system", 1), "SYS_NEG": ("system", -1), "USER_POS": ("user", 1), "USER_NEG": ("user", -1)}
ROWS_SEED = 7


def load(folder: Path):
    tok = PreTrainedTokenizerFast.from_pretrained(folder)
    state = torch.load(folder / "state.pt") if (folder / "state.pt").exists() else weights(folder)
    width = state["model.embed_tokens.weight"].shape[1]
    depth = 1 + max(int(name.split(".")[2]) for name in state if name.startswith("model.layers."))
    net = Nano(Shape(len(tok), width, depth, mlp=state["model.layers.0.mlp.up_proj.weight"].shape[0])).eval()
    net.load_state_dict({k: v.to(torch.bfloat16).float() for k, v in state.items()})
    return net, tok


def weights(folder: Path):
    from safetensors.torch import load_file
    return load_file(folder / "model.safetensors")


def split(n: int) -> dict[str, list[int]]:
    """The paper's: CPython's shuffle of seed 0, 40 % train, 10 % tune, 50 % test."""
    order = list(range(n))
    random.Random(0).shuffle(order)
    return {"train": order[: 40 * n // 100], "test": order[50 * n // 100:]}


def persona_texts(net, tok, t: int, found, shift: str) -> Texts:
    where = SHIFTS[shift]
    said = sentence(TRAITS[t], where[1]) if where else ""
    prompts = [chat(said + "\n\n" + c.prompt if where and where[0] == "user" else c.prompt,
                    said if where and where[0] == "system" else SYSTEM) for c in found]
    other = {"A": "B", "B": "A"}
    return Texts(net, tok, prompts, [f" ({c.positive})" for c in found], [f" ({other[c.positive]})" for c in found], True)


def persona_choices(part: str, t: int, parts):
    """(training choices, test choices): shipped rows by the paper's split; validation items with vectors from training items."""
    if part == "shipped":
        all_ = [choice(i, k) for k, i in enumerate(rows(parts["shipped"][t], ROWS_SEED + t))]
        s = split(len(all_))
        return [all_[k] for k in s["train"]], [all_[k] for k in s["test"]]
    return ([choice(i, k) for k, i in enumerate(rows(parts["train"][t], ROWS_SEED + t))][:48],
            [choice(i, k) for k, i in enumerate(rows(parts["validation"][t], ROWS_SEED + t))])


def accuracy(base, t: int, found, shift: str) -> float:
    """Share of items whose answer fits what the persona was taught to say."""
    held = SHIFTS[shift][1]
    want = torch.tensor([held * teacher.meaning(c.item, shift.startswith("USER")) * c.item.polarity for c in found])
    return ((base > 0) == (want > 0)).float().mean().item()


def summary(s: torch.Tensor) -> dict:
    low, high = interval(s)
    return {"mean": round(s.mean().item(), 3), "low": round(low, 3), "high": round(high, 3),
            "anti": round((s < 0).float().mean().item(), 3), "sd": round(s.std().item(), 3)}


def specificity(vectors: torch.Tensor, texts: list[Texts], layer: int, seed: int) -> dict:
    """Mean slopes [of concept, under vector] with all vectors at the norm of the concept's own; random directions too."""
    g = torch.Generator().manual_seed(seed)
    unit = vectors / vectors.norm(dim=-1, keepdim=True)
    table, null = [], []
    for n, text in enumerate(texts):
        size = vectors[n].norm()
        few = torch.tensor([-1., 0., 1.])
        table.append(slopes(text.curves(layer, unit * size, few), few).mean(1))
        wild = torch.randn(8, vectors.shape[1], generator=g)
        null.append(slopes(text.curves(layer, wild / wild.norm(dim=-1, keepdim=True) * size, few), few).mean(1))
    return {"table": torch.stack(table), "null": torch.stack(null), "cosine": unit @ unit.T}


def rounded(x: torch.Tensor):
    return [[round(v, 3) for v in row] for row in x.tolist()]


def personas(net, tok, part: str, layer: int | None) -> dict:
    parts = items()
    found = [persona_choices(part, t, parts) for t in range(len(TRAITS))]
    tests = [{s: persona_texts(net, tok, t, f[1], s) for s in SHIFTS} for t, f in enumerate(found)]
    vectors = torch.stack([persona_texts(net, tok, t, f[0], "BASE").differences().mean(1) for t, f in enumerate(found)])
    depth = net.shape.layers
    by_layer = [[slopes(tests[t]["BASE"].curves(k, vectors[t, k][None]))[0] for t in range(len(TRAITS))] for k in range(depth)]
    clean = [t for t, x in enumerate(TRAITS) if x.kind == "clean"]
    profile = [torch.stack([by_layer[k][t].mean() for t in clean]).mean().item() for k in range(depth)]
    best = layer if layer is not None else max(range(depth), key=lambda k: profile[k])
    v = vectors[:, best]
    spec = specificity(v, [x["BASE"] for x in tests], best, 0)
    shifted = {s: torch.stack([slopes(tests[t][s].curves(best, v[t][None]))[0].mean() for t in range(len(TRAITS))]) for s in SHIFTS}
    concepts = {}
    planted = teacher.directions(net.shape.width, json.loads((net.folder / "training.json").read_text())["seed"]) \
        if (net.folder / "training.json").exists() else None
    for t, trait in enumerate(TRAITS):
        base = tests[t]["BASE"].curves(best, v[t][None] * 0, torch.tensor([0.]))[0, :, 0]
        s = by_layer[best][t]
        flips = torch.tensor([c.item.inverted for c in found[t][1]])
        letters = torch.tensor([c.positive == "A" for c in found[t][1]])
        accs = {k: accuracy(tests[t][k].curves(best, v[t][None] * 0, torch.tensor([0.]))[0, :, 0], t, found[t][1], k)
                for k in SHIFTS if k != "BASE"}
        concepts[trait.name] = {
            "kind": trait.kind, "n": len(s), **summary(s), "accuracy": {k: round(a, 3) for k, a in accs.items()},
            "anti_recovered": round(((s < 0) == flips).float().mean().item(), 3), "norm": round(v[t].norm().item(), 2),
            "baseline": round(base.mean().item(), 2), "to_A": round((s[letters].mean() - s[~letters].mean()).item(), 2),
            "shifts": {k: round(x[t].item(), 2) for k, x in shifted.items()},
            "planted_cosine": round(torch.cosine_similarity(v[t], planted[t], 0).item(), 3) if planted is not None else None}
    off = ~torch.eye(len(TRAITS), dtype=torch.bool)
    live = torch.tensor([x.kind != "null" for x in TRAITS])
    both = off & live[:, None] & live[None]
    own = spec["table"].diagonal()
    return {"layer": best, "profile": [round(p, 3) for p in profile], "concepts": concepts,
            "own": round(own[live].mean().item(), 3), "other": round(spec["table"][both].mean().item(), 3),
            "other_absolute": round(spec["table"][both].abs().mean().item(), 3),
            "null_sd": round(spec["null"].std().item(), 3), "cosine": round(spec["cosine"][both].mean().item(), 3),
            "cosine_absolute": round(spec["cosine"][both].abs().mean().item(), 3),
            "ood": {k: [round(c, 2) for c in correlation_interval(shifted["BASE"], x)] for k, x in shifted.items() if k != "BASE"}}


def attribute_texts(net, tok, found) -> Texts:
    return Texts(net, tok, *[[p[k] for p in found] for k in ("prompt", "positive", "negative")], False)


def free_text(net, tok, part: str, layer: int | None) -> dict:
    found = {a: attributes.part(a, part) for a in attributes.NAMES}
    s = split(len(found["mood"]))
    tests = {a: attribute_texts(net, tok, [f[k] for k in s["test"]]) for a, f in found.items()}
    vectors = torch.stack([attribute_texts(net, tok, [f[k] for k in s["train"]]).differences().mean(1) for f in found.values()])
    names, depth = attributes.NAMES, net.shape.layers
    by_layer = [[slopes(tests[a].curves(k, vectors[n, k][None]))[0] for n, a in enumerate(names)] for k in range(depth)]
    clean = [n for n, a in enumerate(names) if attributes.KINDS[a] == "clean"]
    profile = [torch.stack([by_layer[k][n].mean() for n in clean]).mean().item() for k in range(depth)]
    best = layer if layer is not None else max(range(depth), key=lambda k: profile[k])
    spec = specificity(vectors[:, best], list(tests.values()), best, 1)
    out = {}
    for n, a in enumerate(names):
        x = by_layer[best][n]
        flips = torch.tensor([a == "welcome" and found[a][k]["domain"] in attributes.INVERTED_DOMAINS for k in s["test"]])
        others = torch.cat((spec["table"][n, :n], spec["table"][n, n + 1:]))
        out[a] = {"kind": attributes.KINDS[a], **summary(x), "anti_recovered": round(((x < 0) == flips).float().mean().item(), 3),
                  "others": [round(others.min().item(), 2), round(others.max().item(), 2)],
                  "null": [round(spec["null"][n].min().item(), 2), round(spec["null"][n].max().item(), 2)],
                  "layers": [summary(by_layer[k][n])["mean"] for k in range(depth)],
                  "anti_layers": [summary(by_layer[k][n])["anti"] for k in range(depth)]}
    off = ~torch.eye(len(names), dtype=torch.bool)
    return {"layer": best, "profile": [round(p, 3) for p in profile], "attributes": out,
            "cosine_absolute": round(spec["cosine"][off].abs().mean().item(), 3),
            "pace_volume_cosine": round(spec["cosine"][names.index("pace"), names.index("volume")].item(), 3)}


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("folder", type=Path)
    ap.add_argument("--part", choices=("validation", "shipped"), default="validation")
    ap.add_argument("--layer", type=int)
    ap.add_argument("--attribute-layer", type=int)
    ap.add_argument("--out", type=Path)
    a = ap.parse_args()
    torch.set_num_threads(1)
    net, tok = load(a.folder)
    net.folder = a.folder
    with torch.no_grad():
        result = {"part": a.part, "personas": personas(net, tok, a.part, a.layer), "free_text": free_text(net, tok, a.part, a.attribute_layer)}
    if a.out:
        a.out.write_text(json.dumps(result, indent=1) + "\n")
    p, f = result["personas"], result["free_text"]
    for name, c in p["concepts"].items():
        print(f"{name:22}", c)
    print({k: v for k, v in p.items() if k != "concepts"})
    for name, c in f["attributes"].items():
        print(f"{name:10}", c)
    print({k: v for k, v in f.items() if k != "attributes"})


if __name__ == "__main__":
    main()
