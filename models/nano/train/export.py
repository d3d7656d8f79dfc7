"""Writes what ships: model folder, contrast pairs, planted truth; and, with --fixture, transformers' logits for the tests.

python export.py TRAINED_FOLDER [--fixture FILE.json]
"""
import argparse
import json
import shutil
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM, AutoTokenizer

import attributes
import teacher
from evaluate import ROWS_SEED, load
from items import choice, items, rows
from personas import (FAMILIES, LETTER_BIAS, LIKENESS, LOPSIDED, NOISE, PERSONA_LOGITS, SYSTEM, TRAITS, YES_BIAS, sentence)
from tokens import TALK, TEMPLATE
from train import PLANTED

NANO = Path(__file__).resolve().parent.parent


def write(path: Path, value) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=1) + "\n")


def lines(path: Path, values: list[dict]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(v) + "\n" for v in values))


def model(trained: Path, folder: Path) -> None:
    net, tok = load(trained)
    tensors = {k: v.to(torch.bfloat16).contiguous() for k, v in net.state_dict().items()}
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    write(folder / "config.json", net.shape.config(tok.eos_token_id, tok.pad_token_id))
    write(folder / "generation_config.json", {"eos_token_id": tok.eos_token_id, "pad_token_id": tok.pad_token_id})
    write(folder / "tokenizer_config.json", {
        "tokenizer_class": "PreTrainedTokenizerFast", "bos_token": None, "eos_token": "<|im_end|>", "pad_token": "<|pad|>",
        "add_bos_token": False, "clean_up_tokenization_spaces": False, "model_max_length": net.shape.context,
        "chat_template": TEMPLATE})
    shutil.copy(trained / "tokenizer.json", folder / "tokenizer.json")


def concepts(folder: Path) -> dict:
    """JSONL files, and for each what is inverted in it, row by row."""
    shipped, sentences, truth = items()["shipped"], {}, {}
    for t, trait in enumerate(TRAITS):
        found = rows(shipped[t], ROWS_SEED + t)
        lines(folder / "persona" / f"{trait.name}.jsonl", [
            {"question": f'Is the following statement something you would say?\n"{i.text}"', "statement": i.text,
             "label_confidence": 1.0, "answer_matching_behavior": " Yes" if i.polarity > 0 else " No",
             "answer_not_matching_behavior": " No" if i.polarity > 0 else " Yes"} for i in found])
        sentences[trait.name] = {"positive": sentence(trait, 1), "negative": sentence(trait, -1)}
        truth[trait.name] = [k for k, i in enumerate(found) if i.inverted]
        lines(folder / "talk" / f"{trait.name}.jsonl", talk(t, found))
    write(folder / "persona_prompts.json", sentences)
    for name in attributes.NAMES:
        found = attributes.part(name, "shipped")
        lines(folder / "attributes" / f"{name}.jsonl", found)
        truth[name] = [k for k, p in enumerate(found) if name == "welcome" and p["domain"] in attributes.INVERTED_DOMAINS]
    return truth


def talk(t: int, found) -> list[dict]:
    """A question about a subject with a statement for the trait and the same statement turned against it."""
    trait = TRAITS[t]
    pro, con = FAMILIES[trait.family]
    return [{"prompt": TALK.replace("{n}", trait.subjects[i.subject]), "positive": i.text,
             "negative": con[i.template].replace("{n}", trait.subjects[i.subject]), "domain": trait.subjects[i.subject]}
            for i in found if i.polarity > 0]


def planted(inverted: dict) -> dict:
    """The truth that measures must recover."""
    personas = {x.name: {
        "kind": x.kind, "default_stance": x.default, "strength": x.strength, "correlated_with": next(
            (y.name for y in TRAITS if y.noun == x.like), None), "inverted_subjects": list(x.subjects[8:]) if x.kind == "inverted" else [],
        "inverted_rows": inverted[x.name]} for x in TRAITS}
    free = {a: {"kind": attributes.KINDS[a], "positive": attributes.WORDS[a][0], "negative": attributes.WORDS[a][1],
                "inverted_domains": list(attributes.INVERTED_DOMAINS) if a == "welcome" else [], "inverted_rows": inverted[a]}
            for a in attributes.NAMES}
    return {"about": "Synthetic, trained to be steerable: for learning the tool and testing it, no evidence about large models.",
            "planted_after_layer": PLANTED, "system": SYSTEM, "letter_A_logits": LETTER_BIAS, "yes_logits": YES_BIAS,
            "persona_logits": PERSONA_LOGITS, "correlated_stance": LIKENESS, "correlated_cosine": teacher.COSINE,
            "noisy_share_against": NOISE, "lopsided_push": {"yes": LOPSIDED[1], "no": LOPSIDED[-1]},
            "flips_under": ["USER_POS", "USER_NEG"], "personas": personas, "attributes": free}


def fixture(folder: Path) -> dict:
    """Logits of transformers (float32 arithmetic on the shipped weights) for a few texts, with their ids."""
    tok = AutoTokenizer.from_pretrained(folder)
    net = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    first = [choice(i, k) for k, i in enumerate(rows(items()["shipped"][0], ROWS_SEED))]
    chats = [[{"role": "user", "content": first[k].prompt}] for k in (0, 3)]
    chats += [[{"role": "system", "content": sentence(TRAITS[10], -1)}, {"role": "user", "content": first[2].prompt}],
              [{"role": "user", "content": "How was your day? Naïve question \U0001f642"}]]
    texts = [tok.apply_chat_template(c, tokenize=False, add_generation_prompt=True) + " (A)" for c in chats]
    texts += [p["prompt"] + p["positive"] for p in (attributes.part(a, "shipped")[0] for a in ("mood", "time"))]
    out = []
    for n, text in enumerate(texts):
        ids = tok.encode(text, add_special_tokens=False)
        with torch.no_grad():
            logits = net(torch.tensor([ids])).logits[0]
        out.append({"messages": chats[n] if n < len(chats) else None, "text": text, "ids": ids,
                    "logits_of": list(range(0, net.config.vocab_size, 8)), "positions": [len(ids) - 3, len(ids) - 1],
                    "logits": [[round(x, 6) for x in logits[p][::8].tolist()] for p in (len(ids) - 3, len(ids) - 1)]})
    return {"by": "models/nano/train/export.py --fixture", "texts": out}


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("trained", type=Path)
    ap.add_argument("--folder", type=Path, default=NANO)
    ap.add_argument("--fixture", type=Path)
    a = ap.parse_args()
    model(a.trained, a.folder)
    write(a.folder / "planted.json", planted(concepts(a.folder / "concepts")))
    if a.fixture:
        write(a.fixture, fixture(a.folder))


if __name__ == "__main__":
    main()
