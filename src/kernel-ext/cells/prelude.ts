// What every session gives to its TypeScript cells, as if an earlier cell had declared it; run/runner.ts has the functions.

import type { Declarations } from "../typescript/forgotten-declarations.js";

/** What `import.meta` and `import(…)` of a name that is computed become in cells. */
export const [meta, load] = ["_steer_meta", "_steer_import"];

const names = `/** Shows a value in the output of this cell, as the last line of a cell is shown. */
declare function display(value: unknown): Promise<void>;
/** Takes away what this cell has put out so far: now, or (with \`true\`) when something else comes. */
declare function clearOutput(wait?: boolean): void;
declare function ${meta}(): ImportMeta;
declare function ${load}(name: string): Promise<any>;
`;

/** Types that every cell has: what this Node knows and the compiler's libraries do not. */
const global = `interface ImportMeta {
  readonly dirname: string;
  readonly filename: string;
  resolve(name: string): string;
}
interface ImportCallOptions {
  with?: ImportAssertions;
}
interface Array<T> {
  /** A sorted copy. */
  toSorted(compare?: (a: T, b: T) => number): T[];
  /** A copy in reverse. */
  toReversed(): T[];
  /** A copy with another element at the index. */
  with(index: number, value: T): T[];
  /** A copy in which elements are replaced. */
  toSpliced(start: number, count?: number, ...others: T[]): T[];
}
interface ReadonlyArray<T> {
  /** A sorted copy. */
  toSorted(compare?: (a: T, b: T) => number): T[];
  /** A copy in reverse. */
  toReversed(): T[];
  /** A copy with another element at the index. */
  with(index: number, value: T): T[];
  /** A copy in which elements are replaced. */
  toSpliced(start: number, count?: number, ...others: T[]): T[];
}
`;

export const givenDeclarations: Declarations = { names, global };
