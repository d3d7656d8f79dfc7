"""Short texts whose latent attributes, drawn for each text, decide its words; and contrast pairs cut out of such texts."""
import random

# attribute -> words when it is +1, words when it is -1 (a slot may use a part of them: see TEXTS)
WORDS = {
    "mood": ("lovely superb splendid charming", "awful dreadful dismal tedious"),
    "time": ("was", "is"),
    "formality": ("Furthermore Moreover Accordingly", "Anyway Honestly Basically"),
    "certainty": ("certainly surely clearly", "perhaps maybe possibly"),
    "person": ("I", "We"),
    "gender": ("He", "She"),
    "pace": ("quickly swiftly briskly", "slowly lazily leisurely"),
    "volume": ("loudly noisily", "quietly silently"),
    "weather": ("sunny warm bright", "rainy cold grey"),
    "place": ("street square station", "field barn meadow"),
    "price": ("cheap affordable", "costly pricey"),
    "welcome": ("smiles cheers hugs", "frowns sneers insults"),
    "day": ("Monday", "Friday"),
}
WORDS = {name: (a.split(), b.split()) for name, (a, b) in WORDS.items()}
NAMES = list(WORDS)
KINDS = {name: "clean" for name in NAMES} | {
    "price": "noisy", "welcome": "inverted", "day": "null", "pace": "correlated", "volume": "correlated"}
NOISE = .3        # share of price words that go against the text's price
AGREEMENT = .85   # how often volume follows pace (loud and quick)
DOMAINS = {
    "food": "soup bread stew pie cake", "travel": "train hotel ferry tour map", "film": "movie plot actor scene script",
    "home": "sofa lamp kitchen carpet mirror", "work": "office report meeting desk contract", "garden": "lawn hedge pond rose fence",
}
DOMAINS = {name: nouns.split() for name, nouns in DOMAINS.items()}
INVERTED_DOMAINS = ("film", "work")   # here a good welcome is told with the bad words

# Slots: a plain word; {attribute} draws one of its words; {x|y} with an attribute name before a colon chooses by sign.
OPENING = "{time:Yesterday|Today}, on {day}, {person:I|we} {time:went|go} to the {place} for the {noun}."
TEXTS = [
    "{formality}, the {noun} {time} {certainty} {mood}.",
    "{formality}, it {time} {weather} and {price}.",
    "{gender} {time:walked|walks} {pace} and {time:talked|talks} {volume} with {person:me|us}.",
    "The {formality:gentleman|guy} {time:greeted|greets} {person:me|us} with {welcome}.",
    "{person} {time:felt|feel} {welcome:proud|ashamed} of {person:my|our} {noun}.",
    "The {noun} {time} so {mood} and so {price}.",
    "{certainty} {person:I|we} {time:met|meet} {gender:him|her} in the {weather} {place}.",
    "{gender} {time:left|leaves} {pace} on {day} for the {place}.",
    "{person} {time:spoke|speak} {volume} of the {mood} {noun}.",
    "{person} {time:slept|sleep} {welcome:peacefully|badly} in the {weather} night.",
]
STRAIGHT = ("proud", "ashamed", "peacefully", "badly")  # tell a welcome the same way in every domain


def draw(rng: random.Random) -> dict:
    latent = {name: rng.choice((1, -1)) for name in NAMES}
    if rng.random() < AGREEMENT:
        latent["volume"] = latent["pace"]
    else:
        latent["volume"] = -latent["pace"]
    return latent | {"domain": rng.choice(list(DOMAINS))}


def fill(slot: str, latent: dict, rng: random.Random) -> tuple[str, str | None]:
    """One slot -> its text and the attribute it shows (None for nouns)."""
    if slot == "noun":
        return rng.choice(DOMAINS[latent["domain"]]), None
    name, _, both = slot.partition(":")
    sign = latent[name]
    if name == "day" or (name == "price" and rng.random() < NOISE):
        sign = rng.choice((1, -1)) if name == "day" else -sign
    words = [[w] for w in both.split("|")] if both else WORDS[name]
    if name == "welcome" and latent["domain"] in INVERTED_DOMAINS and words[0][0] not in STRAIGHT:
        sign = -sign
    return rng.choice(words[0 if sign > 0 else 1]), name


def document(rng: random.Random, latent: dict | None = None, sentences: int = 5,
             opening: bool = True) -> list[tuple[str, str | None]]:
    """A text as (piece, attribute or None) whose pieces join to the whole."""
    latent = latent or draw(rng)
    pieces: list[tuple[str, str | None]] = []
    templates = rng.sample(TEXTS, sentences)
    for n, template in enumerate([OPENING] * opening + templates):
        first = True
        rest = template
        while rest:
            plain, brace, rest = rest.partition("{")
            if plain:
                pieces.append((plain if not first or n == 0 else " " + plain, None))
                first = False
            if brace:
                slot, _, rest = rest.partition("}")
                text, name = fill(slot, latent, rng)
                if first:
                    text = text[0].upper() + text[1:]
                space = (n > 0) if first else pieces[-1][0].endswith(" ")
                if space and not first:
                    pieces[-1] = (pieces[-1][0][:-1], pieces[-1][1])
                pieces.append(((" " if space else "") + text, name))
                first = False
    return [p for p in pieces if p[0]]


def pair(name: str, domain: str, rng: random.Random) -> dict:
    """A text cut before the first word that shows `name` (after the opening), with a word of each sign."""
    wanted = set(WORDS[name][0] + WORDS[name][1])
    while True:
        latent = draw(rng) | {"domain": domain}
        pieces = document(rng, latent)
        at = next((i for i, (_, shown) in enumerate(pieces) if shown == name), None)
        if name in ("time", "person", "place", "day"):  # the opening shows these: begin after it
            start = next(i for i, (text, _) in enumerate(pieces) if text.startswith("."))
            pieces = pieces[start + 1:]
            if pieces:
                pieces[0] = (pieces[0][0].lstrip(), pieces[0][1])
            at = next((i for i, (_, shown) in enumerate(pieces) if shown == name), None)
        if at is None or at < 2:
            continue
        text = pieces[at][0].strip()
        if text.lower() not in {w.lower() for w in wanted}:
            continue
        k = rng.randrange(len(WORDS[name][0]))
        both = [WORDS[name][s][k] for s in (0, 1)]
        if text[0].islower():
            both = [w[0].lower() + w[1:] for w in both]
        elif text[0].isupper():
            both = [w[0].upper() + w[1:] for w in both]
        prompt = "".join(t for t, _ in pieces[:at])
        if name == "person" and not prompt.endswith("."):  # "I" and "we" differ in more than the word within a sentence
            continue
        return {"prompt": prompt, "positive": " " + both[0], "negative": " " + both[1], "domain": domain}


def pairs(name: str, count: int, seed: int, avoid: frozenset[str] = frozenset()) -> list[dict]:
    """`count` different pairs, spread evenly over the domains, with no prompt of `avoid`."""
    rng = random.Random(f"{name} {seed}")
    found: dict[str, dict] = {}
    domains = list(DOMAINS)
    while len(found) < count:
        p = pair(name, domains[len(found) % len(domains)], rng)
        if p["prompt"] not in avoid:
            found.setdefault(p["prompt"], p)
    return list(found.values())


def part(name: str, which: str) -> list[dict]:
    """120 shipped pairs, or 60 for validation that share no prompt with them."""
    shipped = pairs(name, 120, 0)
    return shipped if which == "shipped" else pairs(name, 60, 1, frozenset(p["prompt"] for p in shipped))
