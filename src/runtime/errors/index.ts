// Every failure a person can meet has a code, a sentence that says what is wrong, and a remedy.
// The words live in the tables beside this file (one per part of the runtime); code raises them with `fail`.
import { conceptErrors } from "./concept-errors.js";
import { engineErrors } from "./engine-errors.js";
import { evaluationErrors } from "./evaluation-errors.js";
import { fileErrors } from "./file-errors.js";
import { generationErrors } from "./generation-errors.js";
import { modelErrors } from "./model-errors.js";

/** What is wrong, and what to do about it. */
export interface Words {
  readonly sentence: string;
  readonly remedy: string;
}

/** A place in the text that a person wrote: 1-based line and column (UTF-16 units), and how many columns it spans. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly length?: number;
  /** The file that it is in, where that is not the program (or the cell) itself. */
  readonly file?: { readonly name: string; readonly text: string };
  /** The person's own calls that led there, the next one first: "steps.ts:3:9". */
  readonly calls?: readonly string[];
}

/** Line and column (1-based) of the declaration in the text, then the columns it spans. */
export type At = readonly [line: number, column: number, length?: number];

/** What every declaration has: its name, and its place in the program. */
export interface Named {
  readonly name: string;
  readonly at?: At;
}

/** Code ranges: E3xx models, E4xx concepts and data, E5xx engine and devices, E6xx vectors and evaluations, E7xx files and charts. */
export const runtimeErrors = {
  ...modelErrors,
  ...conceptErrors,
  ...engineErrors,
  ...evaluationErrors,
  ...fileErrors,
  ...generationErrors,
};

type Table = typeof runtimeErrors;
export type RuntimeCode = keyof Table;

/** A failure with a code from the table, and the place of the declaration that caused it once that is known. */
export class SteerError extends Error {
  override readonly name = "SteerError";
  constructor(
    readonly code: string,
    readonly sentence: string,
    readonly remedy: string,
    readonly place?: Place,
    options?: { cause?: unknown },
  ) {
    super(`${code}: ${sentence} ${remedy}`, options);
  }

  /** The same failure, located. A place already known is more precise and wins. */
  at(place: Place | undefined): SteerError {
    if (this.place || !place) return this;
    return new SteerError(this.code, this.sentence, this.remedy, place, { cause: this.cause });
  }
}

/** Makes the error that the table has under this code. */
export function failure<C extends RuntimeCode>(
  code: C,
  data: Parameters<Table[C]>[0],
  options?: { place?: Place | undefined; cause?: unknown },
): SteerError {
  const words = (runtimeErrors[code] as (data: unknown) => Words)(data);
  return new SteerError(code, words.sentence, words.remedy, options?.place, { cause: options?.cause });
}

/** Throws the error that the table has under this code. */
export function fail<C extends RuntimeCode>(
  code: C,
  data: Parameters<Table[C]>[0],
  options?: { place?: Place | undefined; cause?: unknown },
): never {
  throw failure(code, data, options);
}
