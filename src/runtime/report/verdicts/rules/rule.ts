// What a rule is, its limits, and the words that several of them use.
import type { Evidence } from "../evidence.js";
import { formatInterval, minus } from "../../words/format-number.js";
import { mostReversed, shown } from "../../words/findings.js";

export type Answer = "yes" | "partly" | "no" | "unknown";

export interface Verdict {
  readonly question: string;
  readonly answer: Answer;
  /** Sentences that say why, with the numbers. */
  readonly because: readonly string[];
}

export type Ruling = Omit<Verdict, "question">;
export type Rule = (evidence: Evidence) => Ruling;

export const ruled = (answer: Answer, ...because: string[]): Ruling => ({ answer, because });

/** Limits of the rules, in one place. */
export const limits = {
  /** Items below which nothing is called fit. */
  items: 20,
  /** Anti-steerable share: below it the whole interval must lie for a yes, above it for a no. */
  reversed: mostReversed,
  /** Share of its effect that a vector must keep under other prompts. */
  kept: 0.5,
  /** Share of the variance that letter and yes/no may explain. */
  explained: [0.25, 0.5],
  /** Spread that goes with letter and yes/no, as a share of the mean slope, below which it does not matter. */
  factor: 0.1,
  /** Drift in nats at the largest multiplier. */
  drift: [0.1, 1],
  /** Difference that rounded weights make, as a share of the effect: of the mean, and half of that by item. */
  rounding: [0.05, 0.25],
  /** Share of the curve's whole rise that it may lose again. */
  fall: 0.05,
} as const;

export const between = (value: number, [low, high]: readonly [number, number]): Answer =>
  value <= low ? "yes" : value >= high ? "no" : "partly";

export const span = (centre: number, low: number, high: number): string => {
  const [middle, from, to] = formatInterval(centre, low, high).map(minus);
  return `${middle} (${from} to ${to})`;
};

/**
 * A rule about an effect says nothing good where none is shown: without one, "more than a prompt" would be praise for nothing. An effect
 * against the concept is one.
 */
export const ofAnEffect =
  (rule: Rule): Rule =>
  (evidence) => {
    const { answer, because } = rule(evidence);
    const lacking =
      shown(evidence.summary, evidence.receipt.resolution) === "nothing" &&
      (answer === "yes" || answer === "partly");
    return lacking
      ? ruled("unknown", ...because, "These items show no effect of which this could be said.")
      : { answer, because };
  };
