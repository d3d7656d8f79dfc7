// A program as it was read from a file, and what is wrong with one that must not run.
import type { Compiled, Diagnostic } from "../../dsl/index.js";

/** A program, compiled; it may have faults. */
export interface Program {
  readonly path: string; // absolute
  /** The path as it was given; messages show it so. */
  readonly name: string;
  readonly folder: string;
  readonly text: string;
  readonly compiled: Compiled;
}

/** A program that must not run, and everything that is wrong with it. */
export class Faults extends Error {
  constructor(
    readonly program: Pick<Program, "text" | "name">,
    readonly diagnostics: readonly Diagnostic[],
  ) {
    super(`${program.name} has ${diagnostics.length} errors`);
  }
}
