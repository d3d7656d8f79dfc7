// Rows, items and summary as danfo DataFrames, for looking, filtering and spreadsheets. Frames are made from copies and never
// read back: every number that is reported comes from the rows. Danfo is loaded when the first frame is made.
import { createRequire } from "node:module";
import type { Evaluation, Summary } from "../../results/evaluation.js";

const require = createRequire(import.meta.url);

export type Value = string | number | boolean | null;

/** One column of a frame (a danfo Series). */
export interface Column {
  readonly values: readonly Value[];
  readonly dtype: string;
  readonly shape: readonly number[];
  head(rows?: number): Column;
  tail(rows?: number): Column;
  unique(): Column;
  valueCounts(): Column;
  eq(other: Value | Column): Column;
  ne(other: Value | Column): Column;
  gt(other: number | Column): Column;
  ge(other: number | Column): Column;
  lt(other: number | Column): Column;
  le(other: number | Column): Column;
  and(other: Column): Column;
  or(other: Column): Column;
  toString(): string;
}

/** The part of danfo's DataFrame that we vouch for. Danfo's group means and arithmetic on missing values are not. */
export interface Frame {
  readonly columns: readonly string[];
  readonly ctypes: Column;
  /** [rows, columns] */
  readonly shape: readonly number[];
  readonly values: readonly (readonly Value[])[];
  column(name: string): Column;
  head(rows?: number): Frame;
  tail(rows?: number): Frame;
  loc(pick: { rows?: readonly (string | number)[] | Column; columns?: readonly string[] }): Frame;
  iloc(pick: { rows?: readonly (string | number)[]; columns?: readonly (string | number)[] }): Frame;
  query(condition: Column): Frame;
  sortValues(column: string, options?: { readonly ascending?: boolean }): Frame;
  print(): void;
  toString(): string;
}

type Kind = "float32" | "int32" | "string" | "boolean";
interface Danfo {
  readonly DataFrame: new (
    rows: readonly (readonly Value[])[],
    options: { readonly columns: readonly string[]; readonly dtypes: readonly Kind[] },
  ) => Frame;
}

/** A column: its name, the kind danfo is told (it guesses from a sample otherwise), and where the value comes from. */
type Source<T> = readonly [name: string, kind: Kind, value: (thing: T) => Value];

function frame<T>(things: readonly T[], sources: readonly Source<T>[]): Frame {
  const { DataFrame } = require("danfojs-node") as Danfo;
  return new DataFrame(
    things.map((thing) => sources.map(([, , value]) => value(thing))),
    { columns: sources.map(([name]) => name), dtypes: sources.map(([, kind]) => kind) },
  );
}

type Condition = Evaluation["summary"][number] | Evaluation["rows"][number] | Evaluation["items"][number];

const shifts: readonly Source<Condition>[] = [
  ["train_shift", "string", (of) => of.train_shift],
  ["test_shift", "string", (of) => of.test_shift],
  ["vector", "string", (of) => of.vector],
  ["layer", "int32", (of) => of.layer],
];

/** One line per item x shifts x vector x layer x multiplier: propensities. Columns are the fields of Row. */
export const rowsFrame = (evaluation: Evaluation): Frame =>
  frame(evaluation.rows, [
    ["concept", "string", (row) => row.concept],
    ["item", "int32", (row) => row.item],
    ...shifts,
    ["multiplier", "float32", (row) => row.multiplier],
    ["propensity", "float32", (row) => row.propensity],
  ]);

/** One line per item x shifts x vector x layer: slope (steerability), intercept, rss (residual sum of squares), factors. Columns are the fields of Item. */
export const itemsFrame = (evaluation: Evaluation): Frame =>
  frame(evaluation.items, [
    ["concept", "string", (item) => item.concept],
    ["item", "int32", (item) => item.item],
    ...shifts,
    ["slope", "float32", (item) => item.slope],
    ["intercept", "float32", (item) => item.intercept],
    ["rss", "float32", (item) => item.rss],
    ["letter", "string", (item) => item.letter],
    ["yes", "boolean", (item) => item.yes],
    ["domain", "string", (item) => item.domain],
  ]);

/**
 * One line per concept x shifts x vector x layer. The mean is called `steerability` and the median `medianSteerability`,
 * because columns named mean and median would hide danfo's methods; columns of random directions start with `random`, of
 * orthogonal ones with `orthogonal`, of prompts without steering with `prompt_`.
 */
export const summaryFrame = (evaluation: Evaluation): Frame =>
  frame(evaluation.summary, [
    ["concept", "string", (line) => line.concept],
    ...shifts,
    ["n", "int32", (line) => line.n],
    ["steerability", "float32", (line) => line.mean],
    ["low", "float32", (line) => line.interval.low],
    ["high", "float32", (line) => line.interval.high],
    ["level", "float32", (line) => line.interval.level],
    ["over", "string", (line) => line.interval.over],
    ["pValue", "float32", (line) => line.pValue],
    ["sd", "float32", (line) => line.sd],
    ["medianSteerability", "float32", (line) => line.median],
    ["antiSteerable", "float32", (line) => line.antiSteerable],
    ["noEffect", "float32", (line) => line.noEffect],
    ["antiSteerableLow", "float32", (line) => line.antiSteerableInterval.low],
    ["antiSteerableHigh", "float32", (line) => line.antiSteerableInterval.high],
    ["baseline", "float32", (line) => line.baseline],
    ["randomMean", "float32", (line) => line.randomBaseline?.mean ?? null],
    ["randomLow", "float32", (line) => line.randomBaseline?.low ?? null],
    ["randomHigh", "float32", (line) => line.randomBaseline?.high ?? null],
    ["randomVectorMean", "float32", (line) => line.randomBaseline?.vectorMean ?? null],
    ["randomPValue", "float32", (line) => line.randomBaseline?.pValue ?? null],
    ["orthogonalMean", "float32", (line) => line.orthogonalBaseline?.mean ?? null],
    ["orthogonalLow", "float32", (line) => line.orthogonalBaseline?.low ?? null],
    ["orthogonalHigh", "float32", (line) => line.orthogonalBaseline?.high ?? null],
    ["orthogonalVectorMean", "float32", (line) => line.orthogonalBaseline?.vectorMean ?? null],
    ["orthogonalPValue", "float32", (line) => line.orthogonalBaseline?.pValue ?? null],
    ...promptColumns(evaluation.summary),
  ]);

/** `prompt_SYS_POS`, …: what that prompt does without steering; only where prompts were tried. */
const promptColumns = (summary: readonly Summary[]): Source<Summary>[] =>
  [...new Set(summary.flatMap(({ promptBaseline }) => (promptBaseline ?? []).map(({ shift }) => shift)))].map(
    (shift) => [
      `prompt_${shift}`,
      "float32",
      ({ promptBaseline }) => promptBaseline?.find((one) => one.shift === shift)?.effect ?? null,
    ],
  );
