// Diagnosis of vectors: what their pairs and hidden states say before any steering, for every vector, training shift and layer.
// Each number is one measure (measures/); source: Braun et al. 2025 and other follow-up work of Tan et al. 2024.
import { BASE } from "../concepts/index.js";
import type { Shift } from "../concepts/types.js";
import { fail } from "../errors/index.js";
import type { Checkpoint } from "../models/types.js";
import { normOf } from "../stats/linear-algebra.js";
import { activationsOf, trainedUnder, type PairActivations } from "../vectors/index.js";
import type { Extraction, Vector, VectorSet } from "../vectors/types.js";
import type { Diagnosis, DiagnosisLine, ShiftCosine } from "../results/diagnosis.js";
import {
  cosine,
  directionalAgreement,
  discriminability,
  factorDirection,
  pairwiseAgreement,
  projections,
} from "../evaluation/measures/index.js";
import { lensesOf, type Answers, type Lens } from "./logit-lens.js";
import { mean } from "../stats/descriptive.js";

export interface DiagnoseSpec {
  /** Extracted vectors, or sets of them. */
  readonly vectors: Vector | VectorSet | readonly (Vector | VectorSet)[];
  /** Default: every layer that each vector has. */
  readonly layers?: readonly number[];
  /** Shifts to extract under. Default: BASE. */
  readonly under?: readonly Shift[];
}

const isList = <T>(of: T | readonly T[]): of is readonly T[] => Array.isArray(of);

interface Extracted {
  readonly vector: Vector;
  readonly extraction: Extraction;
  readonly shift: Shift;
  readonly byLayer: ReadonlyMap<number, Float32Array>;
}

/**
 * Runs the training and test pairs of each vector once for every shift.
 * Throws E606 for a layer that a vector lacks, E660 for a vector that is not an extraction, E4xx and E5xx as extraction does.
 */
export async function diagnose({ vectors, layers, under = [BASE] }: DiagnoseSpec): Promise<Diagnosis> {
  const given = isList(vectors) ? vectors : [vectors];
  const members = given.flatMap((one) => (one.kind === "vectors" ? one.members : [one]));
  const drafts: Draft[] = [];
  const cosines: ShiftCosine[] = [];
  for (const member of members) {
    const extracted: Extracted[] = [];
    for (const shift of under) {
      const vector = trainedUnder(member, shift);
      const { expression } = vector;
      if (expression.kind !== "extract") return fail("E660", { vector: member.name });
      const { byLayer } = await vector.directions();
      extracted.push({ vector, extraction: expression, shift, byLayer });
    }
    for (const one of extracted) drafts.push(...(await draftsOf(one, layers)));
    cosines.push(...cosinesOf(extracted, layers));
  }
  const name = given.map(({ name }) => name).join(", ");
  return { kind: "diagnosis", name, lines: await throughLens(drafts), cosines };
}

/** A line without what the output matrix says, and what that is to be asked. */
interface Draft {
  readonly line: Omit<DiagnosisLine, "output" | "topTokens" | "bottomTokens">;
  readonly looked: { readonly vector: Float32Array; readonly answers: Answers };
  readonly checkpoint: Checkpoint;
}

/** Directions for one walk over the output matrix: each holds a score for every token meanwhile. */
const together = 256;

async function throughLens(drafts: readonly Draft[]): Promise<DiagnosisLine[]> {
  const lenses = new Map<Draft, Lens>();
  for (const checkpoint of new Set(drafts.map((draft) => draft.checkpoint))) {
    const own = drafts.filter((draft) => draft.checkpoint === checkpoint);
    for (let from = 0; from < own.length; from += together) {
      const some = own.slice(from, from + together);
      const found = await lensesOf(
        checkpoint,
        some.map(({ looked }) => looked),
      );
      found.forEach((lens, i) => lenses.set(some[i]!, lens));
    }
  }
  const tokens = (said: Lens["topTokens"]) => said.map(({ token }) => token);
  return drafts.map((draft): DiagnosisLine => {
    const { answers, topTokens, bottomTokens } = lenses.get(draft)!;
    return {
      ...draft.line,
      output: answers,
      topTokens: tokens(topTokens),
      bottomTokens: tokens(bottomTokens),
    };
  });
}

function layersOf({ vector, byLayer }: Extracted, wanted: readonly number[] | undefined): readonly number[] {
  const all = [...byLayer.keys()];
  const missing = wanted?.find((layer) => !byLayer.has(layer));
  if (missing !== undefined)
    fail("E606", { vector: vector.name, layer: missing, layers: `layers ${all.join(", ")}` });
  return wanted ?? all;
}

async function draftsOf(one: Extracted, wanted: readonly number[] | undefined): Promise<Draft[]> {
  const { vector, extraction, shift, byLayer } = one;
  const layers = layersOf(one, wanted);
  const run = (part: "train" | "test") =>
    activationsOf(extraction, vector.model, {
      part,
      layers,
      task: `diagnose ${vector.name} under ${shift.name}: ${part} pairs`,
    });
  const [train, test] = [await run("train"), await run("test")];
  const { checkpoint } = await vector.model.plan();
  const answers = comparedTokens(train);
  return layers.map((layer, at): Draft => {
    const v = byLayer.get(layer)!;
    const positive = train.map((pair) => pair.positive[at]!);
    const negative = train.map((pair) => pair.negative[at]!);
    const differences = positive.map((plus, i) => plus.map((value, j) => value - negative[i]![j]!));
    const pairs = train.map(({ pair }) => pair);
    const along = (factor: "letter" | "yes"): number | null => {
      const direction = factorDirection(factor, pairs, differences);
      return direction && cosine(v, direction);
    };
    const line = {
      concept: extraction.concept.name,
      train_shift: shift.name,
      vector: vector.name,
      layer,
      pairs: train.length,
      norm: normOf(v),
      relativeNorm: normOf(v) / mean([...positive, ...negative].map(normOf)),
      agreement: directionalAgreement(differences, v),
      pairwiseAgreement: pairwiseAgreement(differences),
      discriminability: discriminability(projections(positive, v), projections(negative, v)),
      heldOutDiscriminability: heldOut(test, at, v),
      letter: along("letter"),
      yes: along("yes"),
    };
    return { line, looked: { vector: v, answers }, checkpoint };
  });
}

/** The tokens of the letters A and B, as far as the answers are letters; else of each positive and negative answer. None where prompts differ. */
function comparedTokens(pairs: readonly PairActivations[]): Answers {
  const letters = pairs.filter(({ pair }) => pair.letter !== null);
  if (letters.length < pairs.length) return pairs.flatMap(({ answers }) => (answers ? [answers] : []));
  return letters.flatMap(({ pair, answers }) => {
    if (!answers) return [];
    const [positive, negative] = answers;
    return [pair.letter === "A" ? [positive, negative] : [negative, positive]];
  });
}

const heldOut = (test: readonly PairActivations[], at: number, v: Float32Array): number =>
  discriminability(
    projections(
      test.map((pair) => pair.positive[at]!),
      v,
    ),
    projections(
      test.map((pair) => pair.negative[at]!),
      v,
    ),
  );

/** Every two shifts of one vector, at every layer. */
function cosinesOf(extracted: readonly Extracted[], wanted: readonly number[] | undefined): ShiftCosine[] {
  return extracted.flatMap((first, i) =>
    extracted.slice(i + 1).flatMap((second) =>
      layersOf(first, wanted).map((layer) => ({
        concept: first.extraction.concept.name,
        layer,
        a: first.shift.name,
        b: second.shift.name,
        cosine: cosine(first.byLayer.get(layer)!, second.byLayer.get(layer)!),
      })),
    ),
  );
}
