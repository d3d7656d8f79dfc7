"""Markdown tables of the card from evaluate.py's file: python tables.py FILE.json"""
import json
import sys


def personas(p: dict) -> str:
    out = ["| concept | kind | slope (95 %) | anti-steerable | planted sign found | persona accuracy S+ S- U+ U- | cosine to planted |",
           "|---|---|---|---|---|---|---|"]
    for name, c in p["concepts"].items():
        accuracy = " ".join(f"{c['accuracy'][k]:.2f}" for k in ("SYS_POS", "SYS_NEG", "USER_POS", "USER_NEG"))
        out.append(f"| {name} | {c['kind']} | {c['mean']:.2f} ({c['low']:.2f}, {c['high']:.2f}) | {c['anti']:.0%} | "
                   f"{c['anti_recovered']:.0%} | {accuracy} | {c['planted_cosine']:.2f} |")
    return "\n".join(out)


def attributes(f: dict) -> str:
    out = ["| attribute | kind | slope (95 %) | anti-steerable | planted sign found | other attributes' vectors | random directions |",
           "|---|---|---|---|---|---|---|"]
    for name, c in f["attributes"].items():
        span = lambda r: f"{r[0]:.2f} to {r[1]:.2f}"
        out.append(f"| {name} | {c['kind']} | {c['mean']:.2f} ({c['low']:.2f}, {c['high']:.2f}) | {c['anti']:.0%} | "
                   f"{c['anti_recovered']:.0%} | {span(c['others'])} | {span(c['null'])} |")
    return "\n".join(out)


if __name__ == "__main__":
    result = json.load(open(sys.argv[1]))
    print(personas(result["personas"]), "\n\n", attributes(result["free_text"]), sep="")
    for part in ("personas", "free_text"):
        print({k: v for k, v in result[part].items() if k not in ("concepts", "attributes")})
