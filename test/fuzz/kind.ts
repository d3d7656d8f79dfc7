// A kind of input: what valid ones look like, how they are damaged, and what reads them.
import type { Damage } from "./damage.js";

export interface Kind {
  /** The ending of its files' names, with the dot. */
  readonly ending: string;
  readonly seeds: () => readonly Buffer[] | Promise<readonly Buffer[]>;
  readonly damages: readonly Damage[];
  /** What a command does with such a file. An error of steerlab's own is right; any other is a fault. */
  readonly read: (path: string) => unknown;
}
