"""Invariants of the generator. Run: python test_generator.py"""
import re
from collections import Counter

import attributes
import teacher
import tokens
from batches import Batches
from items import PARTS, QUESTION, chat, choice, items, rows
from personas import FAMILIES, SYSTEM, TRAITS, sentence
from transformers import PreTrainedTokenizerFast

TOK = PreTrainedTokenizerFast(tokenizer_object=tokens.build(), pad_token="<|pad|>", eos_token="<|im_end|>")
encode = lambda text: TOK.encode(text, add_special_tokens=False)


def test_word_lists():
    subjects = Counter(s for t in TRAITS for s in t.subjects)
    assert max(subjects.values()) == 1, "a subject belongs to one trait"
    assert all(len(t.subjects) == 12 for t in TRAITS) and len(TRAITS) >= 24
    for both in FAMILIES.values():
        assert len(set(both[0] + both[1])) == 24
    assert sum(t.kind == "inverted" for t in TRAITS) >= 3
    for t in TRAITS:
        assert not t.like or TRAITS[teacher.INDEX[t.like]].like == t.noun


def test_parts_are_separate():
    parts = items()
    texts = {p: {i.text for trait in parts[p] for i in trait} for p in PARTS}
    assert not texts["train"] & texts["shipped"] and not texts["train"] & texts["validation"]
    assert not texts["validation"] & texts["shipped"]
    for t in range(len(TRAITS)):
        assert [len(parts[p][t]) for p in PARTS] == [144, 24, 120]
        assert sum(i.inverted for i in parts["shipped"][t]) == (40 if TRAITS[t].kind == "inverted" else 0)


def test_rows_alternate_and_balance():
    for t, part in enumerate(items()["shipped"]):
        found = [choice(i, k) for k, i in enumerate(rows(part, t))]
        assert all((c.item.polarity > 0) == (k % 2 == 0) for k, c in enumerate(found))
        assert set(Counter((c.positive, c.item.polarity) for c in found).values()) == {30}


def test_prompts_and_tokens():
    part = items()["shipped"]
    form = re.compile(re.escape(QUESTION) + r'I?[^"\n]+\."\n\nChoices:\n\(A\):  (Yes|No)\n\(B\):  (Yes|No)$')
    for t, trait in enumerate(TRAITS):
        for k, item in enumerate(rows(part[t], t)[:8]):
            c = choice(item, k)
            assert form.match(c.prompt), c.prompt
            assert (c.positive == "A") == (c.a_yes == (item.polarity > 0))
            prompt = chat(sentence(trait, 1) + "\n\n" + c.prompt)
            a, b, p = encode(prompt + " (A)"), encode(prompt + " (B)"), encode(prompt)
            assert a[: len(p)] == p and len(a) == len(b) == len(p) + 3
            assert [i for i in range(len(a)) if a[i] != b[i]] == [len(a) - 2]
            assert all(len(x.strip()) > 1 or not x.strip().isalpha() or x in " I A B a"
                       for x in map(TOK.decode, [[i] for i in p])), "words are single tokens"


def test_training_sequences_are_texts():
    data = Batches(TOK, 3)
    shipped = {i.text for trait in items()["shipped"] + items()["validation"] for i in trait}
    for _ in range(400):
        for s in (data.item(), data.talk(), data.text()):
            text = TOK.decode(s.ids)
            assert s.ids == encode(text)
            assert not any(x in text for x in re.findall(r'"(.*)"', text) if x in shipped)
            assert all(0 <= w for _, _, w in s.targets)
            if s.letter:
                assert TOK.decode([s.ids[s.letter[0]]]) in "AB" and TOK.decode([s.ids[s.answer]]) == " ("


def test_attribute_pairs():
    for name in attributes.NAMES:
        found = attributes.part(name, "shipped")
        other = {p["prompt"] for p in attributes.part(name, "validation")}
        assert len({p["prompt"] for p in found}) == 120
        assert set(Counter(p["domain"] for p in found).values()) == {20}
        for p in found:
            a, b, k = encode(p["prompt"] + p["positive"]), encode(p["prompt"] + p["negative"]), encode(p["prompt"])
            assert a[:-1] == b[:-1] == k and a != b
        assert len(other) == 60 and not other & {p["prompt"] for p in found}


def test_seeded():
    a, b = (Batches(TOK, 5) for _ in range(2))
    assert [a.item().ids for _ in range(20)] == [b.item().ids for _ in range(20)]
    d = teacher.directions(128, 0)
    assert (d @ d.T - teacher.directions(128, 0) @ d.T).abs().max() == 0


if __name__ == "__main__":
    for name, test in list(globals().items()):
        if name.startswith("test_"):
            test()
            print("ok", name)
