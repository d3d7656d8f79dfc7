// Scores: what is read of a pair's texts, and the propensity that comes of it. A token's logits are read at the token
// before it. What both answers share before they differ cancels and is not read (docs/protocols.md, Scoring).
import type { EncodedPair } from "../../concepts/types.js";
import type { ScoreSpec, WordScore } from "../../steering/types.js";
import type { Read } from "../../engine/types.js";
import { fail } from "../../errors/index.js";
import type { TextTokenizer } from "../../models/types.js";
import { logSumExp, sum } from "../../stats/descriptive.js";
import { wordTokens } from "./word-tokens.js";

/** One text of a pair as far as it is needed, and what is read in it. */
export interface AskedText {
  readonly text: "positive" | "negative";
  readonly tokens: readonly number[];
  readonly reads: readonly Extract<Read, { kind: "logits" | "log-probs" }>[];
}

/** Readings of the asked texts, [texts][reads][ids]. */
export type Read3 = readonly (readonly Float32Array[])[];

export interface Score {
  readonly label: string;
  /** Whether an item is asked in both orders of its options: the texts of the written one first. */
  readonly bothOrders: boolean;
  readonly ask: (pair: EncodedPair) => readonly AskedText[];
  /** How many numbers of the model a propensity combines: it moves by as much when each of them moves by 1. */
  readonly combined: (asked: readonly Pick<AskedText, "reads">[]) => number;
  /** Whether words are read: one read for those of each side, the positive ones first. */
  readonly words: boolean;
  /** The propensity, in logits or nats. */
  readonly combine: (readings: Read3) => number;
}

/** Every logit that is read, and for each log-probability its normaliser. */
const allRead: Score["combined"] = (asked) =>
  sum(
    asked.flatMap(({ reads }) => reads.map(({ kind, ids }) => ids.length * (kind === "log-probs" ? 2 : 1))),
  );

/** logit(y+) - logit(y-) of the first tokens that differ. */
const logitDifference: Score = {
  label: "logit difference",
  bothOrders: false,
  words: false,
  ask: (pair) => [decision(pair)],
  combined: allRead,
  combine: (readings) => difference(readings),
};

/** The sum over all tokens of the positive answer minus that of the negative, of log-probabilities or of raw logits. */
const wholeAnswer = (label: string, kind: "log-probs" | "logits"): Score => ({
  label,
  bothOrders: false,
  words: false,
  // At the first difference both answers share the normaliser, so logits do for log-probabilities too.
  ask: (pair) => {
    const first = decision(pair);
    const [positive, negative] = [rest(pair, "positive", kind), rest(pair, "negative", kind)];
    const whole =
      positive.reads.length === 0 ? first : { ...positive, reads: [...first.reads, ...positive.reads] };
    return negative.reads.length === 0 ? [whole] : [whole, negative];
  },
  combined: allRead,
  combine: ([positive, negative]) =>
    difference([positive!]) +
    sum(positive!.slice(1).map((values) => values[0]!)) -
    sum((negative ?? []).map((values) => values[0]!)),
});

/** logsumexp(logits of the positive words) - logsumexp(logits of the negative words) at the deciding token. */
const wordSets = (words: WordScore, tokenizer: TextTokenizer): Score => ({
  label: describeScore(words),
  bothOrders: false,
  words: true,
  ask: (pair) => {
    const { positive, negative } = wordTokens(words, pair, tokenizer);
    return [decision(pair, positive, negative)];
  },
  // The log of a sum of exponentials moves at most as far as the largest of its terms.
  combined: () => 2,
  combine: ([first]: Read3) => logSumExp([...first![0]!]) - logSumExp([...first![1]!]),
});

/** The mean over both orders. Exchanging the options exchanges answers of one length, so both orders have as many texts. */
const overBothOrders = ({ label, words, ask, combined, combine }: Score): Score => ({
  label: `${label} over both orders`,
  bothOrders: true,
  words,
  ask,
  combined: (asked) => combined(asked) / 2,
  combine: (readings) => {
    const half = readings.length / 2;
    return (combine(readings.slice(0, half)) + combine(readings.slice(half))) / 2;
  },
});

const inOneOrder = [
  logitDifference,
  wholeAnswer("log-prob difference", "log-probs"),
  wholeAnswer("raw logit sum", "logits"),
];

const named: ReadonlyMap<string, Score> = new Map(
  [...inOneOrder, ...inOneOrder.map(overBothOrders)].map((score) => [score.label, score]),
);

/** The score that a clause names. Throws E610 (a word on both sides), E611 (no words); asking it, what `wordTokens` throws. */
export function scoreOf(spec: ScoreSpec, tokenizer: TextTokenizer): Score {
  if (typeof spec === "string") return named.get(spec)!;
  for (const side of ["positive", "negative"] as const) if (spec[side].length === 0) fail("E611", { side });
  const twice = spec.negative.find((word) => spec.positive.includes(word));
  if (twice !== undefined) fail("E610", { word: twice });
  return wordSets(spec, tokenizer);
}

/** The tokens that the words of a score were read as, and on how many of these texts: `"Yes" | "No" on 2 items`; null for other scores. */
export function wordsRead(
  asked: readonly (readonly Pick<AskedText, "reads">[])[],
  { words }: Score,
  tokenizer: TextTokenizer,
): string | null {
  if (!words) return null;
  const side = (ids: readonly number[]) => ids.map((id) => JSON.stringify(tokenizer.piece(id))).join(", ");
  const counts = new Map<string, number>();
  for (const [first] of asked) {
    const form = first!.reads.map(({ ids }) => side(ids)).join(" | ");
    counts.set(form, (counts.get(form) ?? 0) + 1);
  }
  return [...counts].map(([form, n]) => `${form} on ${n} ${n === 1 ? "item" : "items"}`).join("; ");
}

/** The score as the language writes it. */
export function describeScore(spec: ScoreSpec): string {
  if (typeof spec === "string") return spec;
  const side = (words: readonly string[]) => words.map((word) => JSON.stringify(word)).join(", ");
  return `words ${side(spec.positive)} | ${side(spec.negative)}`;
}

/** Logits where the answers part, in one read for each list of tokens; the text ends there. */
function decision({ positive, negative, differ }: EncodedPair, ...lists: (readonly number[])[]): AskedText {
  const asked = lists.length > 0 ? lists : [[positive[differ]!, negative[differ]!]];
  const reads = asked.map((ids) => ({ kind: "logits", at: differ - 1, ids }) as const);
  return { text: "positive", tokens: positive.slice(0, differ), reads };
}

/** The tokens of one answer after the first that differs, each read at the token before it. */
function rest(pair: EncodedPair, text: "positive" | "negative", kind: "log-probs" | "logits"): AskedText {
  const whole = pair[text];
  const tokens = whole.slice(0, -1);
  const reads = whole.slice(pair.differ + 1).map((id, i) => ({ kind, at: pair.differ + i, ids: [id] }));
  return { text, tokens, reads };
}

const difference = ([first]: Read3): number => first![0]![0]! - first![0]![1]!;
