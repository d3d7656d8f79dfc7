# Makes reference.json.gz: small tokenizers over all kinds of models and steps, and the ids that Python's tokenizers (0.23) gives for texts.
# Run: python3 make.py      (pip install tokenizers==0.23.3 sentencepiece)
import base64
import copy
import gzip
import io
import json
import os
import random
import sys

import sentencepiece
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

here = os.path.dirname(os.path.abspath(__file__))
rng = random.Random(23)

corpus = """
The river bends twice before it reaches the mill, and nobody remembers who built the second bridge. It's late; we'll walk home, don't you think?
She said: "I've counted 1,234 herons, 56 geese and 7 swans since 1998." They're gone now (mostly), aren't they? I'd say so. Yes. No.
Une leçon de français à l'école: où est passé le garçon naïf? Ça m'est égal, dit-il. El niño comió piñas mañana. Straße, Übung, größer.
def area(width, height):\n    return width * height  # in cm²\n\nfor i in range(10):\n\tprint(i, area(i, 2*i))\n
Привет, как дела? Сегодня хорошая погода. Καλημέρα κόσμε. שלום עולם. مرحبا بالعالم. नमस्ते दुनिया। สวัสดีชาวโลก. 你好,世界。日本語のテキストです。한국어 문장입니다.
A) yes  B) no   C) maybe. <b>bold</b> & e-mail: a.b@example.org, http://example.org/x?y=1&z=2. 3.14159 1e-10 0x1F 50% $5.00 €7 #tag @user
the quick brown fox jumps over the lazy dog and the quick red fox jumps back again because the dog was asleep near the old wooden gate
""".strip().split("\n")
corpus = [line for line in corpus for _ in range(4)] + [line.lower() for line in corpus]

# Texts -------------------------------------------------------------------------------------------------------------------------------

awkward = [
    "", " ", "  ", "   ", "\n", "\n\n", "\r\n", "\r", "\t", " \n ", "\n \n", "\u00a0", "\u200b", "\u200d", "\ufeff", "\u2028", "\u2029", "\x00",
    "\x01\x02", "\x7f", "\x85", "\x1c", "a\x0bb\x0cc", "a\u00a0b", "a\u2003b", "a\u3000b", "a\u200bb", "a\u200cb", "a\u200db", "a\ufeffb", "a\u00adb",
    "👩‍👩‍👧‍👦 family", "👍🏽", "🇩🇪🇫🇷", "😀😀😀", "e\u0301", "\u00e9", "n\u0303\u0323", "\u0301x", "a\u0315\u0301\u0334b", "q\u0323\u0307", "ẛ̣", "ﬁne ﬀ ﬆ", "ſt ſſ",
    "İstanbul ıI", "ΑΣ ΟΔΥΣΣΕΥΣ σς", "ß ẞ SS", "Ǆ ǅ ǆ", "ℌ ℍ ²³¹ ½ Ⅷ ㍻ ㋿", "①②③", "ｆｕｌｌ　ｗｉｄｔｈ", "ｶﾞ", "가각힣", "\u1100\u1161\u11a8", "नमस्ते क्षि", "ก็ดี", "שָׁלוֹם", "مُحَمَّد",
    "العربية 123 ١٢٣", "\u202eabc\u202c", "日本語、テキスト。", "中文字符abc中文", "한국어 english 한국어", "𝒜𝓑𝔠 𐍈", "𠀀𠀁", "\U000e0041", "\U0001f600\ufe0f", "\u0e33", "\uac00\u0301",
    "'s 't 're 've 'm 'll 'd", "I'm you're he'S SHE'LL 'Twas", "don't DON'T dOn'T", "'ſ 'K", "x's's's", "''''", "\"\"\"", "...", "…", "?!?!", "---", "___", "a_b_c", "~~~", "###", "@@@", "$$$", "+++",
    "<<<>>>", "[[]]", "{}", "\\n \\t", "`code`", "a/b\\c", "100%", "€5", "£3", "¥", "1", "12", "123", "1234", "12345", "123456789012", "1,000,000.50", "3rd 2nd", "v1.2.3", "0x1F", "٣٤٥", "१२३", "a1b2c3", "1a 22b",
    "    four", "four    ", "tab\tbed", "\t\tx", "line one\nline two\n", "crlf\r\nline\r\n\r\n", "a \nb", "a\n b", "a  \n  b", " \t \n mixed", "trail \t", "x" * 60, "ab" * 50, " " * 50, "\n" * 20, "." * 70, "9" * 41, "é" * 30, "日" * 30, "-=" * 20,
    "<s>", "</s>", "<unk>", "<pad>", "[MASK]", "<s>Hello</s>", " <s> ", "a<s>b", "<s><s>", "a [MASK] b", "a   [MASK]   b", "[MASK][MASK]", "x[MASK]y", "<|sep|>", "a<|sep|>b", "a <|sep|> b", "kiwi", "kiwis", "a kiwi.", "kiwi_x", "kiwi-x", "KIWI", "kiwi kiwi", "(kiwi)", "ékiwi", "kiwi\u0301",
    "kiwi²", "kiwi\u200d", "  kiwi  ", "<s", "s>", "<|sep", "<mark>", " <mark> ", "\n<mark>\n", "Day", "day", "DAY", "monday Day", "é", "École école ECOLE", "<0x41>", "<0x0A>", "▁", "▁▁a", "a▁b", "▁ ▁", "Ġ", "Ġa", "##ing", "a##b", "</w>", "a</w> b",
    "the", " the", "The", "THE", "the the", "theatre", "river", "unbelievable", "xyzzy", "qqq", "ing", "running", "a", "b", "I", "It's", "A) yes", "(A)", " (A)", "Yes", "No", "user\nHi", "def f(x):\n    return x\n",
    "\u1680x", "\u180ex", "\u205fx", "x\ufffdy", "\ufffd", "\ue000", "\U0010ffff", "\uffff", "a\u0378b", "\u088f", "\U00011de0", "\ua7ce", "\u0295", "\U0001e6c0", "\u20c1", "\u166d", "\u111c9", "\U000111c9", "\u0dd9\u0dcf", "\u1e9b\u0323", "\u0344", "\u212b Å", "\u2126", "\u1f71", "\u3099", "か\u3099", "\u0f71\u0f72",
]
words = [w for line in corpus for w in line.split(" ") if w]
units = ["the", "river", "It's", "won't", "12", "3456", "…", ".", ",", "!", "?", "-", "_", "(", ")", "\"", "'", "é", "e\u0301", "ß", "ſ", "日本", "中", "한국", "привет", "שלום", "مرحبا", "नमस्ते", "😀", "👩‍👧", "🇩🇪", " ", "  ", "   ", "\n", "\r\n", "\t", "\u00a0", "\u200b", "\u200d", "\ufeff", "\u3000", "\x00", "\x07",
         "<s>", "</s>", "[MASK]", "<|sep|>", "kiwi", "kiwis", "<mark>", "Day", "▁", "Ġ", "##", "<0x0A>", "A", "B", "x", "9", "½", "²", "٣", "Σ", "İ", "ﬁ", "Ａ", "ｱ", "\u0301", "\u0323", "\u0315", "\u0334", "가", "\u1100", "\u1161", "$", "€", "+", "=", "~", "^", "`", "|", "\\", "/"]


def made():
    kind = rng.random()
    if kind < 0.45:
        return "".join(rng.choice(units) for _ in range(rng.randint(1, 9)))
    if kind < 0.8:
        return rng.choice(["", " ", "\n"]) + " ".join(rng.choice(words) for _ in range(rng.randint(1, 9))) + rng.choice(["", " ", "  ", "\n", "."])
    return "".join(chr(rng.choice([rng.randint(32, 126), rng.randint(160, 0x5FF), rng.randint(0x900, 0x1FFF), rng.randint(0x2000, 0x33FF), rng.randint(0x4E00, 0x4FFF), rng.randint(0xAC00, 0xACFF), rng.randint(0xFB00, 0xFEFF), rng.randint(0x1F300, 0x1FAFF), rng.randint(0x10000, 0x1E7FF)])) for _ in range(rng.randint(1, 10)))


count = int(sys.argv[1]) if len(sys.argv) > 1 else 1300
awkward = list(dict.fromkeys(awkward))
texts = list(awkward)
while len(texts) < count:
    text = made()
    if text not in texts:
        texts.append(text)

# Models ------------------------------------------------------------------------------------------------------------------------------

specials = ["<unk>", "<s>", "</s>", "<pad>", "[MASK]"]


def trained(model, trainer, pre=None, normalizer=None):
    tokenizer = Tokenizer(model)
    if pre:
        tokenizer.pre_tokenizer = pre
    if normalizer:
        tokenizer.normalizer = normalizer
    tokenizer.train_from_iterator(corpus, trainer)
    return json.loads(tokenizer.to_str())["model"]


alphabet = pre_tokenizers.ByteLevel.alphabet()
byte_bpe = trained(models.BPE(), trainers.BpeTrainer(vocab_size=620, special_tokens=specials, initial_alphabet=alphabet, show_progress=False), pre_tokenizers.ByteLevel(add_prefix_space=False))
spaces = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
letters_bpe = trained(models.BPE(), trainers.BpeTrainer(vocab_size=500, special_tokens=specials, show_progress=False), pre_tokenizers.Split("▁", "merged_with_next"), spaces)
bytes_listed = [f"<0x{b:02X}>" for b in range(256)]


def with_bytes(model, listed=bytes_listed):
    model = copy.deepcopy(model)
    size = len(model["vocab"])
    model["vocab"].update({token: size + i for i, token in enumerate(listed)})
    model["byte_fallback"] = True
    return model


fallback_bpe = with_bytes(letters_bpe)
word_bpe = trained(models.BPE(unk_token="<unk>", end_of_word_suffix="</w>"), trainers.BpeTrainer(vocab_size=400, special_tokens=specials, end_of_word_suffix="</w>", show_progress=False), pre_tokenizers.Whitespace())
prefix_bpe = trained(models.BPE(unk_token="<unk>", continuing_subword_prefix="##"), trainers.BpeTrainer(vocab_size=400, special_tokens=specials, continuing_subword_prefix="##", show_progress=False), pre_tokenizers.Whitespace())
unigram = trained(models.Unigram(), trainers.UnigramTrainer(vocab_size=420, special_tokens=specials, unk_token="<unk>", show_progress=False), pre_tokenizers.Metaspace())
fallback_unigram = copy.deepcopy(unigram)
fallback_unigram["vocab"] += [[token, 0.0] for token in bytes_listed]
fallback_unigram["byte_fallback"] = True
wordpiece = trained(models.WordPiece(unk_token="<unk>"), trainers.WordPieceTrainer(vocab_size=420, special_tokens=specials, show_progress=False), pre_tokenizers.BertPreTokenizer(), normalizers.BertNormalizer())
wordlevel = trained(models.WordLevel(unk_token="<unk>"), trainers.WordLevelTrainer(vocab_size=300, special_tokens=specials, show_progress=False), pre_tokenizers.Whitespace())

kept = {
    "byte_bpe": byte_bpe, "letters_bpe": letters_bpe, "fallback_bpe": fallback_bpe, "word_bpe": word_bpe, "prefix_bpe": prefix_bpe,
    "unigram": unigram, "fallback_unigram": fallback_unigram, "wordpiece": wordpiece, "wordlevel": wordlevel,
    "some_bytes_bpe": with_bytes({**letters_bpe, "unk_token": "<unk>"}, bytes_listed[:200]),
}


def field(data, wanted):
    """The bytes of a field of a protobuf message."""
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(data):
        key = varint()
        if key & 7 == 0:
            varint()
        elif key & 7 == 2:
            length = varint()
            if key >> 3 == wanted:
                return data[at : at + length]
            at += length
        else:
            at += 4 if key & 7 == 5 else 8
    raise KeyError(wanted)


def charsmap(rule):
    """The table of replacements that sentencepiece makes of a rule."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(corpus), model_writer=model, vocab_size=300, hard_vocab_limit=False, normalization_rule_name=rule, minloglevel=2)
    # normalizer_spec is field 3 of the model, precompiled_charsmap field 2 of it.
    return base64.b64encode(field(field(model.getvalue(), 3), 2)).decode()


precompiled = {"type": "Precompiled", "precompiled_charsmap": charsmap("nmt_nfkc")}

# Steps -------------------------------------------------------------------------------------------------------------------------------

gpt2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
llama3 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
qwen2 = llama3.replace(r"\p{N}{1,3}", r"\p{N}")
cl100k = r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s"
o200k = r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
deepseek = r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
bloom = r" ?[^(\s|[.,!?…。，、।۔،])]+"
kimi = r"[\p{Han}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]*[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"


def split(regex, behavior="Isolated", invert=False):
    return {"type": "Split", "pattern": {"Regex": regex}, "behavior": behavior, "invert": invert}


def literal(text, behavior="Isolated", invert=False):
    return {"type": "Split", "pattern": {"String": text}, "behavior": behavior, "invert": invert}


def byte_level(prefix=False, regex=True):
    return {"type": "ByteLevel", "add_prefix_space": prefix, "trim_offsets": True, "use_regex": regex}


def seq(*steps):
    return {"type": "Sequence", "pretokenizers": list(steps)}


def norm(*steps):
    return {"type": "Sequence", "normalizers": list(steps)}


def replace(content, string=None, regex=None):
    return {"type": "Replace", "pattern": {"String": string} if string is not None else {"Regex": regex}, "content": content}


def metaspace(scheme="always", split=True):
    return {"type": "Metaspace", "replacement": "▁", "prepend_scheme": scheme, "split": split}


def token(content, **options):
    return {"content": content, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True, **options}


plain = [token(t) for t in specials]
fancy = [token("<unk>"), token("<s>"), token("</s>", rstrip=True), token("<pad>"), token("[MASK]", lstrip=True), token("<|sep|>", lstrip=True, rstrip=True),
         token("kiwi", single_word=True, special=False), token("<mark>", normalized=True, special=False), token("Day", normalized=True, special=False, single_word=True), token("<s"), token("École", normalized=True, special=False)]
bert = {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None, "lowercase": True}
llama_decoder = {"type": "Sequence", "decoders": [replace(" ", string="▁"), {"type": "ByteFallback"}, {"type": "Fuse"}, {"type": "Strip", "content": " ", "start": 1, "stop": 0}]}
bytes_decoder = {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True}
meta_decoder = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}


def template(before=(), behind=()):
    ids = {"<s>": 1, "</s>": 2}
    one = lambda t: {"SpecialToken": {"id": t, "type_id": 0}}
    text = lambda i: {"Sequence": {"id": i, "type_id": 0}}
    return {"type": "TemplateProcessing", "single": [*map(one, before), text("A"), *map(one, behind)], "pair": [text("A"), text("B")],
            "special_tokens": {t: {"id": t, "ids": [ids[t]], "tokens": [t]} for t in {*before, *behind}}}


listed = []


def add(name, model, pre=None, normalizer=None, decoder=None, added=plain, post=None, **options):
    """`options`: of the model, when they begin with m_."""
    listed.append({"name": name, "model": model, "options": {k[2:]: v for k, v in options.items()}, "added": added,
                   "rest": {"normalizer": normalizer, "pre_tokenizer": pre, "post_processor": post, "decoder": decoder}})


for name, regex in [("gpt2", gpt2), ("llama3", llama3), ("qwen2", qwen2), ("cl100k", cl100k), ("o200k", o200k), ("deepseek", deepseek), ("bloom", bloom), ("kimi", kimi)]:
    add(f"byte-level BPE, words of {name}", "byte_bpe", seq(split(regex), byte_level(regex=False)), decoder=bytes_decoder)
add("GPT-2", "byte_bpe", byte_level(), decoder=bytes_decoder, post={"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": False, "use_regex": True})
add("GPT-2 with a space before", "byte_bpe", byte_level(prefix=True), decoder=bytes_decoder, post={"type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 1], "trim_offsets": True, "add_prefix_space": True})
add("Llama 3", "byte_bpe", seq(split(llama3), byte_level(regex=False)), decoder=bytes_decoder, m_ignore_merges=True, post={"type": "Sequence", "processors": [{"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": False, "use_regex": True}, template(["<s>"])]})
add("Qwen2", "byte_bpe", seq(split(qwen2), byte_level(regex=False)), {"type": "NFC"}, bytes_decoder)
add("SmolLM", "byte_bpe", seq({"type": "Digits", "individual_digits": True}, byte_level()), decoder=bytes_decoder)
add("digits together", "byte_bpe", seq({"type": "Digits", "individual_digits": False}, byte_level(regex=False)), decoder=bytes_decoder)
add("no cut at all", "byte_bpe", byte_level(regex=False), decoder=bytes_decoder, added=fancy)
add("a space before every section", "byte_bpe", byte_level(prefix=True, regex=False), decoder=bytes_decoder, added=fancy)
add("added tokens with options", "byte_bpe", byte_level(), decoder=bytes_decoder, added=fancy)
add("added tokens, lower case", "byte_bpe", byte_level(), {"type": "Lowercase"}, bytes_decoder, added=fancy)
add("added tokens, NFD without marks", "byte_bpe", byte_level(), norm({"type": "NFD"}, {"type": "StripAccents"}), bytes_decoder, added=fancy)
add("ByteLevel as a normalizer", "byte_bpe", split(r"Ġ?[a-zA-Z]+|."), {"type": "ByteLevel"}, bytes_decoder)
for form in ["NFC", "NFD", "NFKC", "NFKD"]:
    add(form, "byte_bpe", byte_level(), {"type": form}, bytes_decoder)
add("Nmt and strip", "byte_bpe", byte_level(), norm({"type": "Nmt"}, {"type": "Strip", "strip_left": True, "strip_right": True}), bytes_decoder)
add("strip left", "byte_bpe", byte_level(), {"type": "Strip", "strip_left": True, "strip_right": False}, bytes_decoder, added=fancy)
add("replace by expressions", "byte_bpe", byte_level(), norm(replace(" ", regex=r"\s+"), replace("<$1\\0>", regex=r"\d{2,}(?=\D|$)"), replace("", string="-"), replace("QU", regex=r"(?<![a-z])q")), bytes_decoder)
for behaviour in ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"]:
    for invert in [False, True]:
        add(f"Split {behaviour}{' inverted' if invert else ''}", "byte_bpe", seq(split(r"[\s\p{P}]", behaviour, invert), byte_level(regex=False)), decoder=bytes_decoder)
    add(f"Punctuation {behaviour}", "byte_bpe", seq({"type": "Punctuation", "behavior": behaviour}, byte_level(regex=False)), decoder=bytes_decoder)
add("Split of a text", "byte_bpe", seq(literal(" ", "MergedWithPrevious"), literal("e", "Removed"), literal("...", "Contiguous"), byte_level(regex=False)), decoder=bytes_decoder)
add("places and looks", "byte_bpe", seq(split(r"\b|^\s|\d(?=(?:\d{3})+(?!\d))|x$|(?<=e)r"), split(r"(?>a|ab)c?|\Ax|y\z|\B'\B"), byte_level(regex=False)), decoder=bytes_decoder)
add("classes", "byte_bpe", seq(split(r"[[:alpha:]&&[^aeiou]]+|[[:digit:][:space:]]{2,}|[\w&&[^a]]|[^\x{4e00}-\x{9fff}\h]?\W"), byte_level(regex=False)), decoder=bytes_decoder)
add("lazy and of either case", "byte_bpe", seq(split(r"(?i)[a-k]{2,4}?|th[eo]|\s??x|q*?u"), split(r"[\p{Lu}\p{Lt}][\p{Ll}']{0,3}|\p{^L}\P{L}|\p{Cyrillic}+|\p{Hiragana}|\u0041.|\x41"), byte_level(regex=False)), decoder=bytes_decoder)
add("fixed length", "byte_bpe", seq({"type": "FixedLength", "length": 3}, byte_level(regex=False)), decoder=bytes_decoder)
add("a delimiter", "byte_bpe", seq({"type": "CharDelimiterSplit", "delimiter": "e"}, {"type": "WhitespaceSplit"}, byte_level(regex=False)), decoder=bytes_decoder)
add("Llama 2", "fallback_bpe", None, norm({"type": "Prepend", "prepend": "▁"}, replace("▁", string=" ")), llama_decoder, post=template(["<s>"]), m_unk_token="<unk>", m_fuse_unk=True)
add("Llama 2, not legacy", "fallback_bpe", metaspace("first", False), None, llama_decoder, post=template(["<s>"]), m_unk_token="<unk>", m_fuse_unk=True)
add("Mistral", "fallback_bpe", metaspace("always", False), None, llama_decoder, post=template(["<s>"]), m_unk_token="<unk>", added=fancy)
add("Gemma", "fallback_bpe", literal(" ", "MergedWithPrevious"), replace("▁", string=" "), {"type": "Sequence", "decoders": [replace(" ", string="▁"), {"type": "ByteFallback"}, {"type": "Fuse"}]}, post=template(["<s>"], ["</s>"]), m_unk_token="<unk>", m_fuse_unk=True)
add("Metaspace never", "fallback_bpe", metaspace("never"), None, meta_decoder, m_unk_token="<unk>")
add("Metaspace first behind a strip", "fallback_bpe", metaspace("first"), norm({"type": "Strip", "strip_left": True, "strip_right": False}, {"type": "NFKC"}), llama_decoder, m_unk_token="<unk>", added=fancy)
add("Metaspace first behind other cuts", "fallback_bpe", seq({"type": "Digits", "individual_digits": True}, metaspace("first")), replace("a", string=" a"), llama_decoder, m_unk_token="<unk>", added=fancy)
add("unknown letters apart", "letters_bpe", metaspace(), None, meta_decoder, m_unk_token="<unk>")
add("unknown letters together", "letters_bpe", metaspace(), None, meta_decoder, m_unk_token="<unk>", m_fuse_unk=True)
add("some bytes only", "some_bytes_bpe", metaspace(), None, meta_decoder)
add("some bytes only, unknown together", "some_bytes_bpe", metaspace(), None, meta_decoder, m_fuse_unk=True)
add("BPE with </w>", "word_bpe", {"type": "Whitespace"}, {"type": "Lowercase"}, {"type": "BPEDecoder", "suffix": "</w>"})
add("BPE with </w>, CLIP", "word_bpe", seq(split(r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+", "Removed", True)), norm({"type": "NFC"}, replace(" ", regex=r"\s+"), {"type": "Lowercase"}), {"type": "BPEDecoder", "suffix": "</w>"}, post={"type": "BertProcessing", "sep": ["</s>", 2], "cls": ["<s>", 1]}, m_fuse_unk=True)
add("BPE with ##", "prefix_bpe", {"type": "Whitespace"}, None, {"type": "WordPiece", "prefix": "##", "cleanup": True})
add("Unigram", "unigram", metaspace(), None, meta_decoder)
add("Unigram, T5", "unigram", seq({"type": "WhitespaceSplit"}, metaspace()), precompiled, meta_decoder, post=template([], ["</s>"]))
add("Unigram, XLM-R", "unigram", metaspace(), norm(precompiled, replace(" ", regex=r" {2,}")), meta_decoder, post=template(["<s>"], ["</s>"]), added=fancy)
add("Unigram, T5, not legacy", "unigram", metaspace("first"), norm(precompiled, {"type": "Strip", "strip_left": False, "strip_right": True}, replace("▁", regex=r" {2,}")), meta_decoder, added=fancy)
add("Unigram, ALBERT", "unigram", seq({"type": "WhitespaceSplit"}, metaspace()), norm(replace("\"", string="``"), replace("\"", string="''"), {"type": "NFKD"}, {"type": "StripAccents"}, {"type": "Lowercase"}, precompiled), meta_decoder)
add("Unigram with bytes", "fallback_unigram", metaspace(), None, llama_decoder)
add("Unigram with bytes, not cut", "fallback_unigram", metaspace("first", False), precompiled, llama_decoder, added=fancy)
add("Unigram without a cut", "fallback_unigram", None, norm({"type": "Prepend", "prepend": "▁"}, replace("▁", string=" ")), llama_decoder)
add("BERT", "wordpiece", {"type": "BertPreTokenizer"}, bert, {"type": "WordPiece", "prefix": "##", "cleanup": True}, post=template(["<s>"], ["</s>"]))
add("BERT, cased", "wordpiece", {"type": "BertPreTokenizer"}, {**bert, "lowercase": False, "strip_accents": False}, {"type": "WordPiece", "prefix": "##", "cleanup": False})
add("BERT, dirty", "wordpiece", {"type": "BertPreTokenizer"}, {**bert, "clean_text": False, "handle_chinese_chars": False, "strip_accents": True}, {"type": "WordPiece", "prefix": "##", "cleanup": True}, m_max_input_chars_per_word=7)
add("WordPiece without cuts", "wordpiece", None, None, {"type": "WordPiece", "prefix": "##", "cleanup": True}, added=fancy)
add("WordLevel", "wordlevel", {"type": "Whitespace"}, None, None)
add("WordLevel at white space", "wordlevel", {"type": "WhitespaceSplit"}, {"type": "Lowercase"}, None, added=fancy)

# References --------------------------------------------------------------------------------------------------------------------------


def numbered(added, vocabulary):
    """The added tokens with the numbers that tokenizers gives them."""
    ids = {entry[0]: i for i, entry in enumerate(vocabulary)} if isinstance(vocabulary, list) else vocabulary
    size = len(ids)
    numbers = []
    for one in added:
        if one["content"] in ids:
            numbers.append(ids[one["content"]])
        else:
            numbers.append(size)
            size += 1
    return [{"id": number, **one} for number, one in zip(numbers, added)]


def built(one):
    model = {**kept[one["model"]], **one["options"]}
    return {"version": "1.0", "truncation": None, "padding": None, "added_tokens": numbered(one["added"], model["vocab"]), **one["rest"], "model": model}


def reference(place, one):
    tokenizer = Tokenizer.from_str(json.dumps(built(one)))
    ids, around = [], []
    for i, text in enumerate(texts):
        # Every tokenizer has all awkward texts and every third of the others.
        if i >= len(awkward) and (i + place) % 3:
            ids.append(0)
            continue
        try:
            ids.append(tokenizer.encode(text, add_special_tokens=False).ids)
        except Exception:
            ids.append(None)
    a, b = tokenizer.encode("x", add_special_tokens=False).ids, tokenizer.encode("x").ids
    if b != a:
        around = b
    decoded = [None if not one_ids or i % 7 else tokenizer.decode(one_ids, skip_special_tokens=False) for i, one_ids in enumerate(ids)]
    return {"ids": ids, "around": around, "decoded": decoded[::7]}


if __name__ == "__main__":
    out = {"texts": texts, "precompiled": precompiled, "models": kept, "tokenizers": []}
    for place, one in enumerate(listed):
        rest = json.loads(json.dumps(one["rest"]).replace(json.dumps(precompiled), '"precompiled"'))
        out["tokenizers"].append({**one, "rest": rest, "added": built(one)["added_tokens"], **reference(place, one)})
    path = os.path.join(here, "reference.json.gz") if len(sys.argv) < 3 else sys.argv[2]
    data = json.dumps(out, ensure_ascii=False, separators=(",", ":")).encode()
    with open(path, "wb") as file:
        with gzip.GzipFile(fileobj=file, mode="wb", mtime=0, filename="", compresslevel=9) as packed:
            packed.write(data)
    print(len(texts), "texts,", len(listed), "tokenizers,", len(data), "bytes,", os.path.getsize(path), "packed")
