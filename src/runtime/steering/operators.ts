// Operators: what a multiplier does to the residual stream h along the unit vector u of the steering vector v.
//   add              h + m |v| u
//   ablate           h - (u . h) u                 at every multiplier but 0
//   ablate then add  h - (u . h) u + m |v| u       at multiplier 0 only ablated, or untouched (as-run)
import type { Operator } from "./types.js";
import type { Term } from "../engine/types.js";

export type Change = Pick<Term, "add" | "ablate">;

interface Push {
  readonly multiplier: number;
  /** Norm of the vector at the layer. */
  readonly norm: number;
  readonly ablatedAtZero: boolean;
}

/** The change, or null where the text is left untouched. */
export const operators: Readonly<Record<Operator, (push: Push) => Change | null>> = {
  add: ({ multiplier, norm }) => (multiplier === 0 ? null : { add: multiplier * norm, ablate: 0 }),
  ablate: ({ multiplier }) => (multiplier === 0 ? null : { add: 0, ablate: 1 }),
  "ablate then add": ({ multiplier, norm, ablatedAtZero }) =>
    multiplier === 0 && !ablatedAtZero ? null : { add: multiplier * norm, ablate: 1 },
};

/** Multipliers of an evaluation where none are written: ablation is on or off. */
export const defaultMultipliers: Readonly<Record<Operator, readonly number[]>> = {
  add: [-1.5, -1, -0.5, 0, 0.5, 1, 1.5],
  ablate: [0, 1],
  "ablate then add": [-1.5, -1, -0.5, 0, 0.5, 1, 1.5],
};

/** Multipliers of a generation where none are written: one text each. */
export const generationMultipliers: Readonly<Record<Operator, readonly number[]>> = {
  add: [-1, 0, 1],
  ablate: [0, 1],
  "ablate then add": [-1, 0, 1],
};
