// A study: everything that is known of one model, measured in one way, at one layer. Figures over many concepts are drawn of
// studies: evaluations of one's own, put together, or published numbers.
import { groupBy } from "../../stats/group-by.js";
import { protocolOf } from "../../paper/protocols.js";
import type { Diagnosis } from "../../results/diagnosis.js";
import type { BootstrapOptions } from "../../stats/intervals/bootstrap.js";
import type { Line } from "../../results/line.js";
import { base, defaultResampling, type Estimate } from "../../evaluation/measures/index.js";
import { largest } from "../../stats/rounding.js";
import { mean } from "../../stats/descriptive.js";
import { analysisOf } from "../../evaluation/design/evaluation-settings.js";
import { borderOf, type Border } from "../../evaluation/execution/steering-class.js";
import type { Evaluation, Item, Receipt, Row } from "../../results/evaluation.js";
import { pluralise, minus, formatPercent } from "../words/format-number.js";
import type { Source } from "../../results/chart.js";
import type { Published } from "../../results/published.js";
import { sameLines, sameNotes } from "./same-lines.js";
import { modelName, unitOf } from "../words/sentences.js";

export interface Study {
  /** The model; with the evaluations' names when one model has several studies. */
  readonly label: string;
  readonly unit: string;
  readonly layer: number;
  /** Names of its evaluations; none for published numbers, which have no items and no intervals. */
  readonly evaluations: readonly string[];
  readonly lines: readonly Line[];
  readonly items: readonly Item[];
  readonly rows: readonly Row[];
  readonly published: Published | null;
  /** Lines that are another's again: the same vector on the same prompts, under another name of the shifts. */
  readonly unchanged: readonly Line[];
  /** What is done with the numbers, as protocol and settings say. */
  readonly analysis: Receipt["analysis"];
  /** Where the classes of items part, and the resolution of its slopes. */
  readonly border: Border;
  /** How its intervals are made; null for published numbers. */
  readonly resampling: BootstrapOptions | null;
  /** Said under the title: which of several layers is shown, and which shifts change nothing; null where there is nothing to say. */
  readonly note: string | null;
}

const isEvaluation = (source: Source): source is Evaluation => source.kind === "evaluation";
export const isPublished = (source: Source): source is Published => source.kind === "published";
export const isDiagnosis = (source: Source): source is Diagnosis => source.kind === "diagnosis";

/** Evaluations that can stand in one list: same model, same way of steering and scoring. */
export const manner = ({ receipt }: Evaluation): string =>
  JSON.stringify([
    receipt.model.label,
    receipt.model.dtype,
    receipt.apply,
    receipt.score,
    receipt.protocol,
    receipt.analysis,
  ]);

/** The studies among the sources: of evaluations in the order of the first of each, then the published ones. */
export function studiesOf(sources: readonly Source[]): Study[] {
  const groups = groupBy(sources.filter(isEvaluation), manner);
  const labels = [...groups.values()].map(([first]) => modelName(first!.receipt.model.label));
  const own = [...groups.values()].map((together, i) => {
    const repeated = labels.filter((label) => label === labels[i]).length > 1;
    return measured(together, repeated ? `${labels[i]} (${namesOf(together)})` : labels[i]!);
  });
  return [...own.filter((study) => study !== null), ...sources.filter(isPublished).map(fromPaper)];
}

const namesOf = (evaluations: readonly Evaluation[]): string =>
  evaluations.map(({ name }) => name).join(", ");

function measured(evaluations: readonly Evaluation[], label: string): Study | null {
  const summary = distinct(evaluations.flatMap((one) => one.summary));
  const border = bordersOf(evaluations);
  const at = strongestLayer(summary, border.resolution);
  if (at === null) return null;
  const here = <T extends { readonly layer: number }>(things: readonly T[]) =>
    things.filter(({ layer }) => layer === at);
  const layers = new Set(summary.map(({ layer }) => layer)).size;
  const named = naming(here(summary));
  const again = sameLines(evaluations).filter(({ layer }) => layer === at);
  const notes = [
    ...(layers > 1
      ? [`Layer ${at}: of ${pluralise(layers, "layer")} the steepest on these same items.`]
      : []),
    ...sameNotes(again),
  ];
  return {
    label,
    unit: unitOf(evaluations[0]!.receipt.score),
    layer: at,
    evaluations: evaluations.map(({ name }) => name),
    lines: here(summary).map(named),
    items: here(evaluations.flatMap(({ items }) => items)).map(named),
    rows: here(evaluations.flatMap(({ rows }) => rows)).map(named),
    published: null,
    unchanged: again.map(named),
    analysis: evaluations[0]!.receipt.analysis,
    border,
    resampling: summary[0]!.interval,
    note: notes.length > 0 ? notes.join(" ") : null,
  };
}

/** Evaluations of one manner have one definition; the coarsest resolution of theirs holds for all. */
const bordersOf = (evaluations: readonly Evaluation[]): Border => {
  const borders = evaluations.map(({ receipt }) => borderOf(receipt));
  return { ...borders[0]!, resolution: Math.max(...borders.map(({ resolution }) => resolution)) };
};

/** How a figure of these studies resamples: as the first evaluation does, since `intervals` says it. */
export const resamplingOf = (studies: readonly Study[]): BootstrapOptions => {
  const { level, resamples, seed } =
    studies.find(({ resampling }) => resampling)?.resampling ?? defaultResampling;
  return { level, resamples, seed };
};

/** "95%": the level of a figure's intervals. */
export const levelOf = (studies: readonly Study[]): string => formatPercent(resamplingOf(studies).level);

/** What was measured twice counts once: the first. */
function distinct<T extends Line>(lines: readonly T[]): T[] {
  const seen = new Map<string, T>();
  for (const line of lines) {
    const key = JSON.stringify([line.concept, line.train_shift, line.test_shift, line.vector, line.layer]);
    if (!seen.has(key)) seen.set(key, line);
  }
  return [...seen.values()];
}

/** The layer with the largest mean over concepts, the first of those that are equal within the resolution, in-distribution where that was measured. */
function strongestLayer(lines: readonly Line[], resolution: number): number | null {
  const own = inDistribution(lines);
  const layers = [...new Set(own.map(({ layer }) => layer))].sort((a, b) => a - b);
  const size = (at: number) => mean(own.filter(({ layer }) => layer === at).map((line) => line.mean));
  return largest(layers, size, resolution) ?? null;
}

/** Lines of BASE on BASE; where there are none, of the first pair of shifts. */
export function inDistribution<T extends Line>(lines: readonly T[]): T[] {
  const [first] = lines;
  if (!first) return [];
  const pair = lines.some((line) => under(line, base)) ? base : first;
  return lines.filter((line) => under(line, pair));
}

export const under = (
  line: Pick<Line, "train_shift" | "test_shift">,
  pair: Pick<Line, "train_shift" | "test_shift">,
): boolean => line.train_shift === pair.train_shift && line.test_shift === pair.test_shift;

/** Where several vectors were measured on one concept, each counts as a concept of its own: "calm on Delight". */
function naming(
  lines: readonly Line[],
): <T extends { readonly concept: string; readonly vector: string }>(of: T) => T {
  const vectors = new Map<string, Set<string>>();
  for (const { concept, vector } of lines)
    vectors.set(concept, (vectors.get(concept) ?? new Set()).add(vector));
  if ([...vectors.values()].every(({ size }) => size === 1)) return (of) => of;
  return (of) => ({ ...of, concept: `${of.vector} on ${of.concept}` });
}

const fromPaper = (published: Published): Study => ({
  label: `${published.name} (published)`,
  unit: "logits",
  layer: published.layer,
  evaluations: [],
  lines: published.summary,
  items: [],
  rows: [],
  published,
  unchanged: [],
  analysis: analysisOf(protocolOf({ protocol: "as-run" })),
  border: { antiSteerable: "at most 0", resolution: 0 },
  resampling: null,
  note: null,
});

/** "SmolLM2-135M · layer 12 · 40 concepts · n = 500 items each". */
export function describeStudy({ label, layer, lines }: Study, concepts: readonly string[]): string {
  const counts = [...new Set(lines.filter(({ concept }) => concepts.includes(concept)).map(({ n }) => n))];
  const n = counts.length === 1 ? `${counts[0]}` : `${Math.min(...counts)} to ${Math.max(...counts)}`;
  const each = concepts.length > 1 ? " each" : "";
  return `${label} · layer ${layer} · ${pluralise(concepts.length, "concept")} · n = ${n} items${each}`;
}

/** "BASE → USER_NEG": trained under the first, tested under the second. */
export const pairLabel = ({ train_shift, test_shift }: Pick<Line, "train_shift" | "test_shift">): string =>
  `${train_shift} → ${test_shift}`;

/** Points from which on a correlation has an interval: resamples of fewer are mostly the same few points. */
const fewestForInterval = 8;

/** "Spearman 0.90 (0.77 to 0.96), n = 39"; without an interval for few points, for fewer than four only that there is none. */
export function correlation({ value, interval }: Estimate, n: number): string {
  if (n < 4) return `no correlation of ${pluralise(n, "point")}`;
  if (n < fewestForInterval && Number.isFinite(value))
    return `Spearman ${minus(value.toFixed(2))}, n = ${n} (no interval)`;
  return `Spearman ${correlationAlone({ value, interval })}, n = ${n}`;
}

/** "0.90 (0.77 to 0.96)" */
export function correlationAlone({ value, interval }: Estimate): string {
  if (!Number.isFinite(value)) return "not defined";
  const two = (number: number) => minus(number.toFixed(2));
  return Number.isFinite(interval.low)
    ? `${two(value)} (${two(interval.low)} to ${two(interval.high)})`
    : two(value);
}

/** The ends of a line's interval over items; null where it has none. */
export const intervalEnds = ({ interval }: Pick<Line, "interval">): readonly [number, number] | null =>
  interval && Number.isFinite(interval.low) ? [interval.low, interval.high] : null;
