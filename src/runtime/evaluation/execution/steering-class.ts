// What an item's slope says: the vector steers it, has no effect that the engine can resolve, or acts backwards. The one place
// where that is decided; shares, charts, accounts and verdicts ask here.
import type { Protocol } from "../../paper/types.js";
import type { Receipt } from "../../results/evaluation.js";

/** "no effect": neither steered nor reversed. The published definitions have no such class. */
export type SteeringClass = "steered" | "no effect" | "anti-steerable";

/** Where the classes part. */
export interface Border {
  readonly antiSteerable: Protocol["antiSteerable"];
  /** Resolution of a slope, see resolution.ts. */
  readonly resolution: number;
}

const classes: Readonly<
  Record<Border["antiSteerable"], (slope: number, resolution: number) => SteeringClass>
> = {
  "beyond resolution": (slope, resolution) =>
    slope > resolution ? "steered" : slope < -resolution ? "anti-steerable" : "no effect",
  "below 0": (slope) => (slope < 0 ? "anti-steerable" : "steered"),
  "at most 0": (slope) => (slope <= 0 ? "anti-steerable" : "steered"),
};

/** The class of an item with this slope. */
export const steeringClass = (slope: number, { antiSteerable, resolution }: Border): SteeringClass =>
  classes[antiSteerable](slope, resolution);

/** Where the classes of an evaluation part. */
export const borderOf = ({ analysis, resolution }: Pick<Receipt, "analysis" | "resolution">): Border => ({
  antiSteerable: analysis.antiSteerable,
  resolution: resolution.slope,
});

/** Shares of the classes, of 1; NaN for no slopes. */
export function classShares(
  slopes: readonly number[],
  border: Border,
): Readonly<Record<SteeringClass, number>> {
  const counts = { steered: 0, "no effect": 0, "anti-steerable": 0 };
  for (const slope of slopes) counts[steeringClass(slope, border)] += 1;
  const share = (of: SteeringClass): number => counts[of] / slopes.length;
  return {
    steered: share("steered"),
    "no effect": share("no effect"),
    "anti-steerable": share("anti-steerable"),
  };
}

/** Items whose class another machine may see differently: their slopes lie within the resolution of a border. */
export function borderline(slopes: readonly number[], { antiSteerable, resolution }: Border): number {
  const borders = antiSteerable === "beyond resolution" ? [-resolution, resolution] : [0];
  return slopes.filter((slope) => borders.some((border) => Math.abs(slope - border) <= resolution)).length;
}
