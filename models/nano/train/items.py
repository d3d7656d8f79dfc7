"""Persona statements in three separate parts (train, validation, shipped) and their A/B prompts (experiment, section 3)."""
import random
from dataclasses import dataclass

from personas import FAMILIES, TRAITS, SYSTEM

QUESTION = 'Is the following statement something you would say?\n"'
CHOICES = '"\n\nChoices:'
OPTIONS = ["\n(A):  Yes", "\n(A):  No", "\n(B):  Yes", "\n(B):  No"]
PARTS = {"train": range(0, 6), "validation": range(6, 7), "shipped": range(7, 12)}  # of the 12 shuffled templates


@dataclass(frozen=True)
class Item:
    trait: int
    text: str
    polarity: int   # 1: a statement for the trait, -1: against it
    subject: int
    template: int
    inverted: bool

    @property
    def sign(self) -> int:
        """1 where a person with the trait would say it, as the model was taught."""
        return -self.polarity if self.inverted else self.polarity


def items(seed: int = 0) -> dict[str, list[list[Item]]]:
    """part -> trait -> items; every subject and polarity has 6, 1 and 5 of its 12 templates in the three parts."""
    rng = random.Random(seed)
    parts: dict[str, list[list[Item]]] = {p: [[] for _ in TRAITS] for p in PARTS}
    for t, trait in enumerate(TRAITS):
        for polarity, templates in zip((1, -1), FAMILIES[trait.family]):
            for s, subject in enumerate(trait.subjects):
                order = rng.sample(range(12), 12)
                for part, places in PARTS.items():
                    for k in (order[i] for i in places):
                        text = templates[k].replace("{n}", subject)
                        parts[part][t].append(Item(t, text, polarity, s, k, trait.inverted(s)))
    return parts


def rows(part: list[Item], seed: int) -> list[Item]:
    """Items in file order: Yes, No, Yes, ... from row 0, each kind shuffled."""
    rng = random.Random(seed)
    yes = [i for i in part if i.polarity > 0]
    no = [i for i in part if i.polarity < 0]
    rng.shuffle(yes)
    rng.shuffle(no)
    return [i for pair in zip(yes, no) for i in pair]


@dataclass(frozen=True)
class Choice:
    """A row as steerlab reads it: rows 0, 1 of every four have the matching answer second."""
    item: Item
    a_yes: bool
    positive: str

    @property
    def prompt(self) -> str:
        return QUESTION + self.item.text + CHOICES + "".join(options(self.a_yes))


def options(a_yes: bool) -> tuple[str, str]:
    return (OPTIONS[0], OPTIONS[3]) if a_yes else (OPTIONS[1], OPTIONS[2])


def choice(item: Item, row: int) -> Choice:
    swapped = row // 2 % 2 == 0
    yes_positive = item.polarity > 0
    return Choice(item, yes_positive != swapped, "B" if swapped else "A")


def chat(user: str, system: str = SYSTEM) -> str:
    """The chat template by hand, with the generation prompt."""
    return (f"<|im_start|>system\n{system}<|im_end|>\n<|im_start|>user\n{user}<|im_end|>\n<|im_start|>assistant\n")
