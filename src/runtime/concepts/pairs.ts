// Contrast pairs as they are written or read, and what must hold for each: two sides, different, not twice.
import { fail } from "../errors/index.js";
import type { At } from "../declarations.js";
import { recordsOf } from "./readers/index.js";
import { textOf } from "./readers/record.js";
import type { ContrastPair } from "./types.js";

/** A pair with the words that name it in errors ("Pair 3", 'Line 7 of "x.jsonl"') and its place in the program. */
export interface FoundPair {
  readonly prompt: string;
  readonly positive: string;
  readonly negative: string;
  readonly domain: string | null;
  readonly what: string;
  readonly at?: At | undefined;
}

/** The contrast pairs of a data file: prompt, positive, negative and, if wanted, domain; other fields are ignored. Throws E401 to E407, E419. */
export function readPairs(path: string, shown: string): FoundPair[] {
  return recordsOf(path, shown).map((record) => {
    const field = (name: string) => textOf(record, name, "empty");
    const { what } = record;
    if (!Object.hasOwn(record.fields, "prompt")) fail("E404", { what, lacks: "prompt" });
    const [prompt, positive, negative] = [field("prompt"), field("positive"), field("negative")];
    const pair: FoundPair = { prompt, positive, negative, domain: field("domain") || null, what };
    checkSides(pair);
    return pair;
  });
}

/** Throws E404 for a missing side and E405 for equal sides. */
export function checkSides(pair: FoundPair): void {
  if (!pair.positive.trim()) fail("E404", { what: pair.what, lacks: "positive answer" });
  if (!pair.negative.trim()) fail("E404", { what: pair.what, lacks: "negative answer" });
  if (pair.positive.trim() === pair.negative.trim())
    fail("E405", { what: pair.what, answer: pair.positive.trim() });
}

/** The words that a pair repeats, remembered: throws E406 when an equal pair was seen before. */
export function duplicateCheck(): (pair: FoundPair) => void {
  const seen = new Map<string, string>();
  return (pair) => {
    const key = JSON.stringify([pair.prompt, pair.positive, pair.negative]);
    const first = seen.get(key);
    if (first !== undefined) fail("E406", { what: pair.what, first });
    seen.set(key, pair.what);
  };
}

/** A pair with its row and the two spurious factors of its positive option (experiment, section 8). */
export function numbered(pair: Omit<FoundPair, "what" | "at">, row: number): ContrastPair {
  const { prompt, positive, negative, domain } = pair;
  const letter = /^\((A|B)\)$/.exec(positive.trim())?.[1] as "A" | "B" | undefined;
  const yes = letter === undefined ? null : new RegExp(`\\(${letter}\\):[ ]+Yes`).test(prompt);
  return { prompt, positive, negative, row, domain, letter: letter ?? null, yes };
}
