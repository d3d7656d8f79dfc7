// The self-check of a generation, on its most strongly steered text, computed whole in one pass with rows side by side:
// untouched, steered by 0, steered as it grew, and with only the prompt steered. And how odd each text is to the model itself.
import {
  sideBySide,
  type Group,
  type PromptToContinue,
  type Read,
  type Sequence,
  type Term,
} from "../engine/index.js";
import { leastResolution, roundedUp } from "../evaluation/controls/resolution.js";
import { mean } from "../stats/descriptive.js";
import { fail } from "../errors/index.js";
import { currentSession } from "../session/index.js";
import type { OpenModel } from "../session/types.js";
import { normOf } from "../stats/linear-algebra.js";
import type { DecodedText } from "./generate-batches.js";
import type { GenerationCheck } from "../results/generation.js";
import type { GenerationJob } from "./generation-jobs.js";

/** New tokens that are looked at, at most. */
const mostTokens = 64;
/** Largest difference, in nats, that counts as rounding between a text computed whole and token by token. */
export const rounding = 0.01;

/** What steering must change at least: the resolution of a log-probability, which combines a logit and its normaliser. */
const resolvable = roundedUp(2 * leastResolution);

/** The check, and the mean norm of the untouched hidden states at the text's steered tokens, by layer. */
export interface Proof {
  readonly check: GenerationCheck;
  readonly norms: Readonly<Record<string, number>>;
}

/** Largest change of the residual stream that a text's terms can make: what "most strongly" means. */
const strength = (terms: readonly Term[]): number =>
  terms.reduce((sum, { add, ablate }) => sum + Math.abs(add) + ablate, 0);

/** The text that the check looks at; null when no text is steered. */
export function checkedText({ distinct }: GenerationJob): number | null {
  const steered = distinct.flatMap(({ terms, tokens }, i) => (terms.length ? [{ i, terms, tokens }] : []));
  const first = steered[0];
  if (!first) return null;
  const same = steered.filter(({ tokens }) => String(tokens) === String(first.tokens));
  return same.reduce((best, one) => (strength(one.terms) > strength(best.terms) ? one : best)).i;
}

/** The tokens of a text that are steered in some pass, when so many were chosen; the last of them passes through no layer. */
export function actedTokens({ tokens, steered, until }: PromptToContinue, chosen: number): number[] {
  const later = Array.from({ length: Math.max(0, chosen - 1) }, (_, i) => tokens.length + i);
  return [...steered, ...later.filter((at) => at < until)];
}

/** Log-probabilities of the chosen tokens, at the tokens before them. */
export const chosenReads = (given: number, chosen: readonly number[]): Read[] =>
  chosen.map((id, i) => ({ kind: "log-probs", at: given - 1 + i, ids: [id] }));

/** Logits of the chosen tokens, at the tokens before them. */
const logitReads = (given: number, chosen: readonly number[]): Read[] =>
  chosen.map((id, i) => ({ kind: "logits", at: given - 1 + i, ids: [id] }));

/** Four rows of one text: untouched, steered by 0, as it grew, and with only the prompt steered. */
export function checkGroups(
  { distinct }: Pick<GenerationJob, "distinct">,
  at: number,
  all: readonly number[],
): Group[] {
  const { tokens: given, steered, terms } = distinct[at]!;
  const chosen = all.slice(0, mostTokens);
  const tokens = [...given, ...chosen.slice(0, -1)];
  const acted = actedTokens(distinct[at]!, chosen.length);
  const layers = layersIn(terms);
  const taps = acted.map((token): Read => ({ kind: "residual", at: token, layers }));
  const reads = [...chosenReads(given.length, chosen), ...logitReads(given.length, chosen), ...taps];
  const row = (key: string, change: Sequence["steered"]): Group => ({
    key,
    sequences: [{ tokens, steered: change, reads }],
  });
  const zero = terms.map((term) => ({ ...term, add: 0, ablate: 0 }));
  return [
    row("untouched", null),
    row("zero", { tokens: acted, terms: zero }),
    row("steered", { tokens: acted, terms }),
    row("prompt only", { tokens: steered, terms }),
  ];
}

const layersIn = (terms: readonly Term[]): number[] => terms.map(({ layer }) => layer).sort((a, b) => a - b);

/** Throws E612, E613 and E655 when steering did not do what it should. */
export async function selfCheck(
  work: GenerationJob,
  generated: readonly DecodedText[],
  at: number,
  { engine }: OpenModel,
  vector: string,
): Promise<Proof> {
  const { terms } = work.distinct[at]!;
  const groups = checkGroups(work, at, generated[at]!.tokens);
  const chosen = Math.min(mostTokens, generated[at]!.tokens.length);
  const layers = layersIn(terms);
  const { signal } = currentSession();
  const logProbs: number[][] = [];
  // Rows with equal layouts have equal logits; their normalisers are summed in an order that depends on where a row lies in memory.
  const logits: number[][] = [];
  const norms: number[][] = layers.map(() => []);
  for await (const { key, readings } of engine.run(work.directionTable, groups, {
    signal,
    packing: sideBySide,
  })) {
    const [all] = readings as readonly (readonly (Float32Array | readonly Float32Array[])[])[];
    const numbers = all!.slice(0, 2 * chosen).map((reading) => (reading as Float32Array)[0]!);
    logProbs.push(numbers.slice(0, chosen));
    logits.push(numbers.slice(chosen));
    if (key !== "untouched") continue;
    for (const states of all!.slice(2 * chosen) as readonly (readonly Float32Array[])[])
      states.forEach((state, i) => norms[i]!.push(normOf(state)));
  }
  const [untouched, , again, promptOnly] = logProbs as [number[], number[], number[], number[]];
  const check = {
    maxDiffAtZero: farthest(logits[0]!, logits[1]!),
    maxDiffAtLargest: farthest(untouched, again),
    maxDiffToGenerated: farthest(generated[at]!.logProbs, again),
    promptOnly: farthest(generated[at]!.logProbs, promptOnly),
  };
  if (check.maxDiffAtZero !== 0) fail("E612", { difference: check.maxDiffAtZero });
  if (check.maxDiffAtLargest <= resolvable)
    fail("E613", {
      layer: layers[0]!,
      multiplier: Math.max(...terms.map(({ add }) => add)),
      vector,
      change: check.maxDiffAtLargest,
      resolution: resolvable,
    });
  if (check.maxDiffToGenerated > rounding) fail("E655", { difference: check.maxDiffToGenerated, rounding });
  return {
    check: { ...check, passed: true },
    norms: Object.fromEntries(layers.map((layer, i) => [String(layer), mean(norms[i]!)])),
  };
}

const farthest = (a: readonly number[], b: readonly number[]): number =>
  b.reduce((most, value, i) => Math.max(most, Math.abs(value - a[i]!)), 0);

/** Every text whole, in the untouched model. */
export const likelihoodGroups = (
  { distinct }: Pick<GenerationJob, "distinct">,
  chosen: readonly (readonly number[])[],
): Group[] =>
  distinct.map(({ tokens }, i) => ({
    key: String(i),
    sequences: [
      {
        tokens: [...tokens, ...chosen[i]!],
        steered: null,
        reads: chosenReads(tokens.length, chosen[i]!),
      },
    ],
  }));

/** Mean of -log p of each text's chosen tokens in the untouched model, nats. */
export async function meanLikelihoods(
  work: GenerationJob,
  generated: readonly DecodedText[],
  { engine }: OpenModel,
): Promise<number[]> {
  const { signal } = currentSession();
  const found: number[] = [];
  const groups = likelihoodGroups(
    work,
    generated.map(({ tokens }) => tokens),
  );
  for await (const { readings } of engine.run([], groups, { signal }))
    found.push(-mean(readings[0]!.map((reading) => (reading as Float32Array)[0]!)));
  return found;
}
