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

/** One line per item x shifts x vector x layer: slope (steerability), intercept, residual, factors. Columns are the fields of Item. */
export const itemsFrame = (evaluation: Evaluation): Frame =>
  frame(evaluation.items, [
    ["concept", "string", (item) => item.concept],
    ["item", "int32", (item) => item.item],
    ...shifts,
    ["slope", "float32", (item) => item.slope],
    ["intercept", "float32", (item) => item.intercept],
    ["residual", "float32", (item) => item.residual],
    ["letter", "string", (item) => item.letter],
    ["yes", "boolean", (item) => item.yes],
    ["domain", "string", (item) => item.domain],
  ]);

/**
 * One line per concept x shifts x vector x layer. The mean is called `steerability` and the median `median_steerability`,
 * because columns named mean and median would hide danfo's methods; columns of random directions start with `null_`, of
 * orthogonal ones with `orthogonal_`, of prompts without steering with `prompt_`.
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
    ["p", "float32", (line) => line.p],
    ["sd", "float32", (line) => line.sd],
    ["median_steerability", "float32", (line) => line.median],
    ["anti_steerable", "float32", (line) => line.anti_steerable],
    ["no_effect", "float32", (line) => line.no_effect],
    ["anti_low", "float32", (line) => line.anti_interval.low],
    ["anti_high", "float32", (line) => line.anti_interval.high],
    ["baseline", "float32", (line) => line.baseline],
    ["null_mean", "float32", (line) => line.null?.mean ?? null],
    ["null_low", "float32", (line) => line.null?.low ?? null],
    ["null_high", "float32", (line) => line.null?.high ?? null],
    ["null_vector", "float32", (line) => line.null?.vector ?? null],
    ["null_p", "float32", (line) => line.null?.p ?? null],
    ["orthogonal_mean", "float32", (line) => line.orthogonal?.mean ?? null],
    ["orthogonal_low", "float32", (line) => line.orthogonal?.low ?? null],
    ["orthogonal_high", "float32", (line) => line.orthogonal?.high ?? null],
    ["orthogonal_vector", "float32", (line) => line.orthogonal?.vector ?? null],
    ["orthogonal_p", "float32", (line) => line.orthogonal?.p ?? null],
    ...promptColumns(evaluation.summary),
  ]);

/** `prompt_SYS_POS`, …: what that prompt does without steering; only where prompts were tried. */
const promptColumns = (summary: readonly Summary[]): Source<Summary>[] =>
  [...new Set(summary.flatMap(({ prompt }) => (prompt ?? []).map(({ shift }) => shift)))].map((shift) => [
    `prompt_${shift}`,
    "float32",
    ({ prompt }) => prompt?.find((one) => one.shift === shift)?.effect ?? null,
  ]);
