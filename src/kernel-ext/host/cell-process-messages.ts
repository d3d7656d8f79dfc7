// What the process that speaks with front ends and the process that runs cells say to each other.
import type { Place } from "../../runtime/errors/index.js";
import type { CellError, OutputEvent } from "./outputs.js";

/** A cell that was checked and compiled. */
export interface ReadyCell {
  /** Its number in the notebook. */
  readonly count: number;
  /** JavaScript: the body of a function of `exports`, `require` and what interrupts loops. */
  readonly code: string;
  /** Whether it waits at its top level. */
  readonly waits: boolean;
  /** The member of `exports` that holds the value of its last expression, if that is to be shown. */
  readonly result: string | null;
  /** Values that it declares; a failed cell declares none. */
  readonly declares: readonly string[];
  /** Names of the modules that it imports. */
  readonly imports: readonly string[];
  /** The cells so far that are modules of their own: name -> source. */
  readonly modules: Readonly<Record<string, string>>;
}

/** Why a cell failed. */
export type Failure =
  | { readonly kind: "interrupted" }
  | {
      readonly kind: "steer";
      readonly code: string;
      readonly sentence: string;
      readonly remedy: string;
      readonly place?: Place | undefined;
    }
  | { readonly kind: "thrown"; readonly error: CellError };

/** To the process that runs cells. `id` numbers the runs of cells. */
export type Request =
  | { readonly kind: "run"; readonly id: number; readonly cell: ReadyCell }
  | { readonly kind: "interrupt"; readonly id: number };

export type Report =
  /** Signals are understood from here on. */
  | { readonly kind: "ready" }
  | { readonly kind: "output"; readonly id: number; readonly event: OutputEvent }
  | { readonly kind: "ended"; readonly id: number; readonly failure: Failure | null };
