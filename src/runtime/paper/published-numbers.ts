// The paper's own numbers (published/tan-2024.json, which says where they are from and how exact they are), in the shape that
// measures and charts take, so that a run of one's own stands beside them.
import { readFileSync } from "node:fs";
import { publishedFile } from "../files/shipped.js";
import { fail } from "../errors/index.js";
import type { Published, PublishedCurves } from "../results/published.js";
import type { Line } from "../results/line.js";

interface PublishedSet {
  readonly concept: string;
  readonly n: number;
  readonly mean: readonly number[];
  readonly variance: readonly number[];
  readonly anti_steerable?: readonly [number, number];
  readonly split?: readonly [number, number, number];
}

interface PublishedModel {
  readonly layer: number;
  readonly curves?: {
    readonly multipliers: readonly number[];
    readonly example: { readonly raw_row: number; readonly logit_diff: readonly number[] };
    readonly distribution: Readonly<Record<"q1" | "median" | "q3", readonly number[]>> & {
      readonly dataset: string;
    };
  };
  readonly items?: readonly {
    readonly concept: string;
    readonly raw_row: readonly number[];
    readonly slope: readonly number[];
    readonly residual: readonly number[];
  }[];
  readonly sets: readonly PublishedSet[];
  readonly ranges?: {
    readonly multipliers: readonly number[];
    readonly mean: Readonly<Record<string, readonly number[]>>;
  };
}

interface PublishedFile {
  readonly claims: {
    readonly spearman_with_gemma: Readonly<Record<"ID" | "OOD", Readonly<Record<string, number>>>> & {
      readonly n: number;
    };
  };
  readonly source: string;
  readonly cells: readonly string[];
  readonly figureSets: readonly string[];
  readonly models: Readonly<Record<string, PublishedModel>>;
}

let read: PublishedFile | undefined;
const file = (): PublishedFile => (read ??= JSON.parse(readFileSync(publishedFile, "utf8")) as PublishedFile);

/** Models with published numbers. */
export const publishedModels = (): string[] => Object.keys(file().models);

/** The 13 concepts of the paper's main figures, in their order. */
export const figureConcepts = (): readonly string[] => file().figureSets;

/** The published numbers of a model. @throws E720 for a model without */
export function published(model: string): Published {
  const { models, cells, source } = file();
  const found = models[model] ?? fail("E720", { model, known: publishedModels().join(", ") });
  const { layer, sets, ranges } = found;
  return {
    kind: "published",
    name: model,
    layer,
    source,
    summary: sets.flatMap((set) => cells.map((cell, i) => lineOf(set, layer, cell, i))),
    curves: curvesOf(found),
    items: (found.items ?? []).flatMap(({ concept, raw_row, slope, residual }) =>
      raw_row.map((item, i) => ({ concept, item, slope: slope[i]!, rss: residual[i]! })),
    ),
    splits: sets.flatMap(({ concept, split }) =>
      split ? [{ concept, unexplained: split[0], yesBeside: split[1], letter: split[2] }] : [],
    ),
    ranges: Object.entries(ranges?.mean ?? {}).flatMap(([concept, means]) =>
      means.map((mean, i) => ({ concept, range: ranges?.multipliers[i] ?? Number.NaN, mean })),
    ),
  };
}

function curvesOf({ curves, sets }: PublishedModel): PublishedCurves | null {
  if (!curves) return null;
  const { multipliers, example, distribution } = curves;
  const concept = distribution.dataset;
  return {
    concept,
    multipliers,
    quartiles: { low: distribution.q1, median: distribution.median, high: distribution.q3 },
    n: sets.find((set) => set.concept === concept)!.n,
    example: { item: example.raw_row, propensities: example.logit_diff },
  };
}

/** Spearman of a published model with Gemma-2-2b-it over 38 sets, as written on the paper's figure; null where it was not said. */
export function withGemma(
  model: string,
): { readonly id: number; readonly ood: number; readonly n: number } | null {
  const { ID, OOD, n } = file().claims.spearman_with_gemma;
  const [id, ood] = [ID[model], OOD[model]];
  return id === undefined || ood === undefined ? null : { id, ood, n };
}

function lineOf(set: PublishedSet, layer: number, cell: string, i: number): Line {
  const [train_shift = "", test_shift = ""] = cell.split("->");
  const counted = i === 0 ? set.anti_steerable : undefined;
  return {
    concept: set.concept,
    train_shift,
    test_shift,
    vector: set.concept,
    layer,
    n: set.n,
    mean: set.mean[i] ?? Number.NaN,
    sd: Math.sqrt(set.variance[i] ?? Number.NaN),
    interval: null,
    median: null,
    antiSteerable: counted ? counted[0] / counted[1] : null,
    noEffect: null,
  };
}
