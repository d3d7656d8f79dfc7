// One example of each failure: the data of its words, and a program that fails so, or when it happens to programs.
import type { RuntimeCode, runtimeErrors } from "../../../src/runtime/errors/index.js";

/** A program that fails so when it is run in a folder with these files. */
export interface Failing {
  readonly program: string;
  /** Name -> content. */
  readonly files?: Readonly<Record<string, string>>;
}

/** What cannot be shown by a program alone: when it happens. */
export interface Happening {
  readonly when: string;
}

type Data<C extends RuntimeCode> = Parameters<(typeof runtimeErrors)[C]>[0];

export type RuntimeExamples<Codes extends RuntimeCode> = {
  readonly [C in Codes]: { readonly data: Data<C> } & (Failing | Happening);
};

/** A model and a concept of four pairs, which most programs begin with. */
export const opening = `model m = "nano"
concept C {
  pair  "The film was"  -> " great"     | " awful"
  pair  "The soup was"  -> " good"      | " bad"
  pair  "The song was"  -> " wonderful" | " terrible"
  pair  "The hotel was" -> " lovely"    | " dreadful"
}`;

/** The same with a vector. */
export const openingWithVector = `${opening}
vector v = extract C from m`;
