// What is wrong with a TypeScript file that a program or a cell imports.
import type { FileCode, Source } from "./located-failure.js";

/** Something wrong with a file. Offsets count UTF-16 units. */
export interface FileProblem extends Source {
  readonly start: number;
  readonly length: number;
  readonly message: string;
  /** E238: an import is wrong; E243: what TypeScript says else; E244: a circle of imports. */
  readonly code: FileCode;
}
