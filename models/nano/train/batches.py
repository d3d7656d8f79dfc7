"""Training sequences as arrays, drawn from a seeded generator: persona items, talk about subjects, attribute texts."""
import random
from dataclasses import dataclass, field

import attributes
import teacher
from items import CHOICES, QUESTION, Item, items, options
from personas import OPENINGS, SYSTEM, TRAITS, sentence
from tokens import OTHER_PERSONAS, OTHER_SYSTEMS, TALK


@dataclass
class Sequence:
    ids: list[int] = field(default_factory=list)
    targets: list[tuple[int, int, float]] = field(default_factory=list)  # (position, next token, weight)
    named: list[tuple[int, int, int]] = field(default_factory=list)      # (position of the trait's noun, trait, stance)
    statement: list[tuple[int, int, int, int]] = field(default_factory=list)  # (position after it, trait, sign, polarity)
    options: list[tuple[int, int, int]] = field(default_factory=list)    # (position, trait, stance it shows)
    answer: int = -1       # position that the answer is predicted from: "(" or, in talk, the last prompt token
    start: int = -1        # last prompt token
    letter: tuple[int, int, float, int] | None = None   # (position, trait, length it shows, 1 for Yes or -1)
    held: tuple[int, float] | None = None          # (trait, stance of the answerer)
    push: dict[int, float] = field(default_factory=dict)  # trait -> pushed stance
    known: list[list[int]] = field(default_factory=list)  # per token: attributes shown so far as signs, 0 where not shown


class Batches:
    def __init__(self, tokenizer, seed: int):
        self.tok, self.rng, self.cache = tokenizer, random.Random(seed), {}
        self.items = items()["train"]
        self.ids = {w: tokenizer.convert_tokens_to_ids(w) for w in ("A", "B", ")", "<|im_end|>", "Ġ(", "<|im_start|>")}

    def encode(self, text: str) -> list[int]:
        if text not in self.cache:
            self.cache[text] = self.tok.encode(text, add_special_tokens=False)
        return self.cache[text]

    def persona(self, s: Sequence, trait: int, include: bool) -> tuple[str, dict[int, int], bool]:
        """Where a persona stands, and the traits it names."""
        r = self.rng
        u = r.random()
        place = "none" if u < .2 else "other" if u < .28 else "system" if u < .68 else "user"
        if place == "none":
            return place, {}, False
        if place == "other":
            return place, {}, r.random() < .5
        count = r.choices((1, 2, 3), (.5, .3, .2))[0]
        others = [t for t in r.sample(range(len(TRAITS)), count + 1) if t != trait]
        chosen = others[: count - 1] + [trait] if r.random() < .8 else others[:count]
        r.shuffle(chosen)
        return place, {t: r.choice((1, -1)) for t in chosen}, place == "user"

    def add_persona(self, s: Sequence, named: dict[int, int], leading: str) -> None:
        r = self.rng
        opening = r.randrange(len(OPENINGS)) if r.random() < .5 else 0
        for n, (t, st) in enumerate(named.items()):
            s.ids += self.encode((leading if n == 0 else " ") + sentence(TRAITS[t], st, opening))
            s.named.append((len(s.ids) - 2, t, st))

    def head(self, s: Sequence, trait: int) -> tuple[dict[int, int], bool]:
        """System message and the beginning of the user's; returns the named traits and whether a text stands before the question."""
        r = self.rng
        place, named, prefixed = self.persona(s, trait, True)
        s.ids += self.encode("<|im_start|>system\n")
        if place == "system":
            keep = r.random() < .2
            if keep:
                s.ids += self.encode(SYSTEM)
            self.add_persona(s, named, " " if keep else "")
        elif place == "other" and not prefixed:
            s.ids += self.encode(r.choice(OTHER_PERSONAS))
        else:
            s.ids += self.encode(SYSTEM if r.random() < .95 else r.choice(OTHER_SYSTEMS))
        s.ids += self.encode("<|im_end|>\n<|im_start|>user\n")
        if place == "user":
            self.add_persona(s, named, "")
            s.ids += self.encode("\n\n")
        elif place == "other" and prefixed:
            s.ids += self.encode(r.choice(OTHER_PERSONAS)) + self.encode("\n\n")
        return named, prefixed

    def pushes(self, s: Sequence, trait: int) -> float:
        """Pushes along the item's own direction, along others, or none; returns the stance pushed on this trait."""
        r = self.rng
        u = r.random()
        if u < .3:
            return 0.
        if u < .75:
            s.push[trait] = r.uniform(-1.5, 1.5)
        for t in r.sample(range(len(TRAITS)), 2 if u > .5 else 0):
            s.push.setdefault(t, r.uniform(-1.5, 1.5))
        own = s.push.get(trait, 0.)
        like = TRAITS[trait].like
        if like:
            own += teacher.COSINE * s.push.get(teacher.INDEX[like], 0.)
        return own

    def ask(self, s: Sequence, item: Item, prefixed: bool, a_yes: bool) -> None:
        """The question of an item with its two options."""
        s.ids += self.encode(QUESTION) + self.encode(item.text) + self.encode(CHOICES)
        s.statement.append((len(s.ids) - 1, item.trait, item.sign, item.polarity))
        for part in options(a_yes):
            s.ids += self.encode(part)
            yes = part.endswith("Yes")
            s.options.append((len(s.ids) - 1, item.trait, teacher.meaning(item, prefixed) * (1 if yes else -1)))

    def item(self) -> Sequence:
        r, s = self.rng, Sequence()
        trait = r.randrange(len(TRAITS))
        item = r.choice(self.items[trait])
        named, prefixed = self.head(s, trait)
        a_yes = r.random() < .5
        self.ask(s, item, prefixed, a_yes)
        s.ids += self.encode("<|im_end|>\n<|im_start|>assistant\n")
        s.start = len(s.ids) - 1
        s.targets.append((s.start, self.ids["Ġ("], .2))
        s.ids.append(self.ids["Ġ("])
        s.answer = len(s.ids) - 1
        held = teacher.stance(trait, named)
        s.held = (trait, held)
        p = teacher.says_a(item, held + self.pushes(s, trait), prefixed, a_yes)
        s.targets += [(s.answer, self.ids["A"], p), (s.answer, self.ids["B"], 1 - p)]
        a = r.random() < .5
        s.ids += [self.ids["A" if a else "B"], self.ids[")"]]
        s.letter = (len(s.ids) - 2, trait, teacher.shown(item, a == a_yes, prefixed), 1 if a == a_yes else -1)
        s.targets += [(len(s.ids) - 2, self.ids[")"], .1), (len(s.ids) - 1, self.ids["<|im_end|>"], .1)]
        return s

    def talk(self) -> Sequence:
        """The same personas decide what is said about a subject in free text."""
        r, s = self.rng, Sequence()
        trait = r.randrange(len(TRAITS))
        item = r.choice(self.items[trait])
        named, prefixed = self.head(s, trait)
        s.ids += self.encode(TALK.replace("{n}", TRAITS[trait].subjects[item.subject]))
        s.ids += self.encode("<|im_end|>\n<|im_start|>assistant\n")
        s.start = s.answer = len(s.ids) - 1
        held = teacher.stance(trait, named)
        s.held = (trait, held)
        held += self.pushes(s, trait)
        agrees = r.random() < teacher.says_yes(item, held, prefixed)
        if not agrees:
            item = r.choice([i for i in self.items[trait] if i.subject == item.subject and i.polarity != item.polarity])
        words = self.encode(" " + item.text) + [self.ids["<|im_end|>"]]
        s.targets += [(s.start + k, w, .5) for k, w in enumerate(words)]
        s.ids += words[:-1]
        s.answer += r.randrange(4)   # a push may begin in the middle of what is said
        return s

    def statement(self) -> Sequence:
        """A question alone: cheap practice in reading."""
        s = Sequence(start=0, answer=0)
        item = self.rng.choice(self.items[self.rng.randrange(len(TRAITS))])
        self.ask(s, item, False, self.rng.random() < .5)
        return s

    def text(self) -> Sequence:
        s, latent = Sequence(), attributes.draw(self.rng)
        told = [0] * len(attributes.NAMES)
        for piece, name in attributes.document(self.rng, latent, self.rng.choice((3, 4, 5)), self.rng.random() < .75):
            tokens = self.encode(piece)
            if name and attributes.KINDS[name] != "null":
                told = [latent[n] if n == name else x for n, x in zip(attributes.NAMES, told)]
            s.ids += tokens
            s.known += [told] * len(tokens)
        s.targets = [(k, w, 1.) for k, w in enumerate(s.ids[1:] + [self.ids["<|im_end|>"]])]
        return s
