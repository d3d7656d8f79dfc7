"""The tokenizer: one token for every word and fixed phrase of the generator, bytes for all else. Merges are never needed."""
import random
from pathlib import Path

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast

import attributes
from items import CHOICES, OPTIONS, QUESTION, items
from personas import OPENINGS, SYSTEM, TRAITS, sentence

SPECIAL = ["<|pad|>", "<|im_start|>", "<|im_end|>"]
PHRASES = ["\n\n", "system\n", "user\n", "assistant\n", SYSTEM, QUESTION, CHOICES, *OPTIONS]
TEMPLATE = ("{% if messages[0]['role'] != 'system' %}{{ '<|im_start|>system\\n" + SYSTEM + "<|im_end|>\\n' }}{% endif %}"
            "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}"
            "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}")
TALK = "What do you think about {n}?"
OTHER_PERSONAS = [f"{o} {x}." for o in OPENINGS for x in
                  ("wears blue shoes", "lives near the sea", "drinks tea", "has two sisters", "walks to work")]
OTHER_SYSTEMS = ["You are a helpful assistant.", "Answer with care.", "You are a language model."]


def corpus() -> list[str]:
    """Every text form of the generator, often enough that each word occurs."""
    rng = random.Random(0)
    texts = [i.text for part in items().values() for trait in part for i in trait]
    texts += [" " + t for t in texts]
    for trait in TRAITS:
        texts += [form for s in (1, -1) for o in range(len(OPENINGS))
                  for form in (sentence(trait, s, o), " " + sentence(trait, s, o) + "\n\n")]
        texts += [TALK.replace("{n}", n) for n in trait.subjects]
    texts += [form for x in OTHER_PERSONAS + OTHER_SYSTEMS for form in (x, " " + x)]
    texts += ["".join(t for t, _ in attributes.document(rng, opening=bool(k % 3))) for k in range(6000)]
    texts += [" " + w for a, b in attributes.WORDS.values() for x in a + b for w in (x, x.lower(), x.capitalize())]
    return texts + [" (A)", " (B)", "(A)", "(B)", "\n", "\n\n", "Yes", "No", " Yes", " No"]


def build() -> Tokenizer:
    before = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    words = sorted({piece for text in set(corpus()) for piece, _ in before.pre_tokenize_str(text)})
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    names = SPECIAL + alphabet + [w for w in words if len(w) > 1 and w not in ("ĊĊ", *PHRASES)]
    tok = Tokenizer(models.BPE({w: i for i, w in enumerate(names)}, [], ignore_merges=True))
    tok.pre_tokenizer = before
    tok.decoder = decoders.ByteLevel()
    tok.add_special_tokens(SPECIAL)
    tok.add_tokens([AddedToken(p, normalized=False, special=False) for p in PHRASES])
    return tok


def save(folder: Path) -> PreTrainedTokenizerFast:
    fast = PreTrainedTokenizerFast(tokenizer_object=build(), pad_token=SPECIAL[0], eos_token=SPECIAL[2],
                                   clean_up_tokenization_spaces=False, model_max_length=512)
    fast.chat_template = TEMPLATE
    fast.save_pretrained(folder)
    return fast
