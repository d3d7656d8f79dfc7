"""The planted truth as numbers: how far a persona, a default or a push along a planted direction decides an answer."""
import math

import torch

from items import Item
from personas import (INDEX, LETTER_BIAS, LIKENESS, LOPSIDED, NOISE, PERSONA_LOGITS, TRAITS, YES_BIAS)

COSINE = .6     # between the planted directions of a correlated pair
PERSONA = 4.    # length of a persona's stance along its direction in the residual stream at "("


def directions(width: int, seed: int) -> torch.Tensor:
    """[traits, width] unit vectors, orthogonal but for correlated pairs."""
    g = torch.Generator().manual_seed(1000 + seed)
    d = torch.linalg.qr(torch.randn(width, width, generator=g))[0][: len(TRAITS)].clone()
    for i, t in enumerate(TRAITS):
        if t.like and INDEX[t.like] < i:
            d[i] = COSINE * d[INDEX[t.like]] + (1 - COSINE ** 2) ** .5 * d[i]
    return d


def stance(trait: int, named: dict[int, int]) -> float:
    """Of the answerer on a trait: what its persona says, else a weaker echo of the correlated trait, else the default."""
    if trait in named:
        return named[trait]
    like = TRAITS[trait].like
    if like and INDEX[like] in named:
        return LIKENESS * named[INDEX[like]]
    return TRAITS[trait].default


def meaning(item: Item, prefixed: bool) -> int:
    """1 where agreeing shows the trait; a text before the question turns a flipping trait round."""
    return -item.sign if TRAITS[item.trait].kind == "flipping" and prefixed else item.sign


def force(item: Item) -> float:
    """Logits per unit of stance."""
    kind = TRAITS[item.trait].kind
    return PERSONA_LOGITS * (0. if kind == "null" else LOPSIDED[item.polarity] if kind == "lopsided" else 1.)


def says_yes(item: Item, held: float, prefixed: bool) -> float:
    """Probability of Yes, without letter and Yes preferences, for a stance `held` (persona plus push)."""
    p = 1 / (1 + math.exp(-force(item) * held * meaning(item, prefixed)))
    return (1 - NOISE) * p + NOISE * (1 - p) if TRAITS[item.trait].kind == "noisy" else p


def says_a(item: Item, held: float, prefixed: bool, a_yes: bool) -> float:
    """Probability of the letter A."""
    yes = says_yes(item, held, prefixed)
    logit = math.log(yes / (1 - yes)) + YES_BIAS
    return 1 / (1 + math.exp(-(logit if a_yes else -logit) - LETTER_BIAS))


def shown(item: Item, yes: bool, prefixed: bool) -> float:
    """Stance that an answer shows: length along the trait's direction at the letter, in units of PERSONA."""
    return TRAITS[item.trait].strength * (1 if yes else -1) * meaning(item, prefixed)
