# Makes src/runtime/models/tokenizer/unicode/unicode-tables.ts: how the libraries below Python's tokenizers (0.23) class every character.
# Run: python3 unicode.py      (pip install tokenizers==0.23.3; node 20 or later, for what JavaScript's normal forms do)
import json
import os
import subprocess

from tokenizers import Regex, normalizers, pre_tokenizers

here = os.path.dirname(os.path.abspath(__file__))
target = os.path.join(here, *[".."] * 4, "src", "runtime", "models", "tokenizer", "unicode-tables.ts")
points = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]


def ranges(found):
    """Code points -> "41-5a 5f"."""
    joined = []
    for c in sorted(found):
        if joined and joined[-1][1] == c - 1:
            joined[-1][1] = c
        else:
            joined.append([c, c])
    return " ".join(f"{a:x}" if a == b else f"{a:x}-{b:x}" for a, b in joined)


def matched(regex):
    """What an expression of Oniguruma matches."""
    removing = normalizers.Replace(Regex(regex), "")
    return {c for c in points if removing.normalize_str(chr(c)) == ""}


def removed(normalizer):
    return {c for c in points if normalizer.normalize_str(f"a{chr(c)}b") == "ab"}


def javascript(source):
    """What a JavaScript program prints, as JSON."""
    return json.loads(subprocess.run(["node", "-e", source], check=True, capture_output=True, text=True).stdout)


forms = ["NFD", "NFKD"]
probes = {c: [f"a{chr(c)}b", f"a\u0315{chr(c)}\u0334", f"a{chr(c)}\u0334"] for c in points if c >= 0x80}
own = javascript(
    """const out = {};
for (let c = 0x80; c < 0x110000; c++) {
  if (c >= 0xd800 && c <= 0xdfff) continue;
  const s = String.fromCodePoint(c);
  const made = ["NFD", "NFKD"].map((form) => ["a" + s + "b", "a\\u0315" + s + "\\u0334", "a" + s + "\\u0334"].map((t) => t.normalize(form)));
  if (made.flat().join("") !== ["a" + s + "b", "a\\u0315" + s + "\\u0334", "a" + s + "\\u0334"].join("").repeat(2) || /\\p{M}/u.test(s)) out[c] = [made, [...s.normalize("NFD")].map((x) => x.codePointAt(0))];
}
console.log(JSON.stringify(out));"""
)
# Assigned in Unicode 16: neither a control, format nor private character, and yet \p{C}.
other = javascript(
    """const out = []; for (let c = 0; c < 0x110000; c++) if (/[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}]/u.test(String.fromCodePoint(c))) out.push(c); console.log(JSON.stringify(out));"""
)
unassigned = matched(r"\p{C}") - set(other)

barriers = set()
for c, texts in probes.items():
    expected = [[getattr(normalizers, form)().normalize_str(text) for text in texts] for form in forms]
    made, parts = own.get(str(c), [[texts, texts], [c]])
    if made != expected:
        barriers |= {c, *(part for part in parts if part > 0x3000)}

tables = [
    ("unassigned", "Code points that Unicode 16 does not assign (Oniguruma and the regex crate).", unassigned),
    ("punctuation", "What Punctuation and BertPreTokenizer call punctuation.", {c for c in points if len(pre_tokenizers.Punctuation().pre_tokenize_str(f"a{chr(c)}a")) > 1}),
    ("nonspacing", "Marks that BertNormalizer removes with strip_accents.", removed(normalizers.BertNormalizer(False, False, True, False))),
    ("combining", "Marks that StripAccents removes.", removed(normalizers.StripAccents())),
    ("control", "What BertNormalizer removes with clean_text.", removed(normalizers.BertNormalizer(True, False, False, False))),
    ("barriers", "Characters that the reference's older NFC, NFD, NFKC and NFKD leave alone.", barriers - unassigned),
]

with open(target, "w") as file:
    file.write("// Made by test/runtime/models/tokenizers/unicode.py: how the libraries below Hugging Face tokenizers 0.23 class characters. They follow\n")
    file.write("// older versions of Unicode than JavaScript does, and not all the same one. Hexadecimal code points and ranges.\n")
    for name, doc, found in tables:
        lines, line = [], ""
        for word in ranges(found).split(" "):
            if len(line + word) > 100:
                lines.append(line)
                line = ""
            line += word + " "
        lines.append(line.rstrip())
        file.write(f"\n/** {doc} */\nexport const {name} =\n" + " +\n".join("  " + json.dumps(line) for line in lines) + ";\n")
