// What is said about an evaluation in one phrase each; figures, pages and terminals use the same words.
import type { ShareInterval } from "../../stats/types.js";
import type { Evaluation, Summary } from "../../results/evaluation.js";
import type { Part } from "../study/conditions.js";
import { pluralise, drawn, formatInterval, minus, formatPercent } from "./format-number.js";
import { overWords } from "./findings.js";

/** Last part of a model's path or hub id: the subtitle has room for a name, not for a path. */
export const modelName = (label: string): string => label.split(/[/\\]/).filter(Boolean).at(-1) ?? label;

/** What was measured: "delight on Delight · SmolLM2-135M · layer 18 · n = 80 items". */
export function setting(evaluation: Evaluation, parts: readonly Part[]): string {
  const one = <T>(values: readonly T[]): T | undefined =>
    new Set(values).size === 1 ? values[0] : undefined;
  const summaries = parts.map((part) => part.summary);
  const named = (one_: string | undefined, noun: string, all: readonly string[]): string =>
    one_ === undefined ? `${new Set(all).size} ${noun}s` : `${noun} ${one_}`;
  const vectors = summaries.map((s) => s.vector);
  const concepts = summaries.map((s) => s.concept);
  const shifts = summaries.map((s) =>
    s.train_shift === s.test_shift ? s.test_shift : `${s.train_shift} → ${s.test_shift}`,
  );
  const shift = one(shifts);
  const layers = [...new Set(summaries.map((s) => s.layer))];
  const counts = summaries.map((s) => s.n);
  const n = one(counts);
  const model = modelName(evaluation.receipt.model.label);
  return [
    named(one(vectors), "vector", vectors),
    named(one(concepts), "concept", concepts),
    ...(model ? [model] : []),
    ...(shift === undefined
      ? [`${new Set(shifts).size} ${one(summaries.map((s) => s.train_shift)) ? "shifts" : "pairs of shifts"}`]
      : shift === "BASE"
        ? []
        : [`shift ${shift}`]),
    layers.length === 1 ? `layer ${layers[0]}` : `${layers.length} layers`,
    n === undefined
      ? `n = ${Math.min(...counts)} to ${Math.max(...counts)} items`
      : `n = ${pluralise(n, "item")}${repeatsShown(evaluation, n)}`,
  ].join(" · ");
}

/** " (19 of them repeats)" where one concept's items repeat one another. */
function repeatsShown({ receipt: { concepts } }: Evaluation, n: number): string {
  const [one, ...others] = concepts;
  if (!one?.repeats || others.length > 0 || one.items !== n) return "";
  return ` (${one.repeats} of them ${one.repeats === 1 ? "a repeat" : "repeats"})`;
}

/** Unit of a propensity under this score: log-probs are in nats, everything else is a difference of logits. */
export const unitOf = (score: string): string => (score.startsWith("log-prob") ? "nats" : "logits");

/** "1.21 logits per unit multiplier (95% interval over items, for this vector: 1.05 to 1.37)". */
export function effect({ n, mean, interval }: Summary, unit: string): string {
  if (n === 1) return `${drawn(mean)} ${unit} per unit multiplier (one item: no interval)`;
  const [centre, low, high] = formatInterval(mean, interval.low, interval.high).map(minus);
  return `${centre} ${unit} per unit multiplier (${formatPercent(interval.level)} interval ${overWords[interval.over]}: ${low} to ${high})`;
}

/** "2% to 12%", "up to 6%": the interval of a share. */
export const shareRange = ({ low, high }: ShareInterval): string =>
  low === 0 ? `up to ${formatPercent(high)}` : `${formatPercent(low)} to ${formatPercent(high)}`;

/** What stands beside every effect: "3 of 80 items (4%, 95% interval 1% to 10%) are anti-steerable". */
export function resisting({ n, antiSteerable: share, antiSteerableInterval: interval }: Summary): string {
  const range = `${formatPercent(interval.level)} interval ${shareRange(interval)}`;
  const count = Math.round(share * n);
  return count === 0
    ? `None of ${pluralise(n, "item")} is anti-steerable (${range})`
    : `${count} of ${pluralise(n, "item")} (${formatPercent(share)}, ${range}) ${count === 1 ? "is" : "are"} anti-steerable`;
}

/** "2 of 80 items (3%) show no measurable effect"; null where every item shows one. */
export const unmoved = ({ n, noEffect: share }: Pick<Summary, "n" | "noEffect">): string | null =>
  share === 0
    ? null
    : share === 1
      ? "No item shows a measurable effect"
      : `${Math.round(share * n)} of ${pluralise(n, "item")} (${formatPercent(share)}) ${Math.round(share * n) === 1 ? "shows" : "show"} no measurable effect`;

/** "19 random directions of equal norm, mean slopes −0.19 to 0.19 on 16 items, on which the vector has 0.9"; null when none were measured. */
export const chanceWords = ({ randomBaseline: none }: Summary): string | null =>
  none &&
  `${pluralise(none.directions, "random direction")} of equal norm, mean slopes ${drawn(none.low)} to ${drawn(none.high)} on ${pluralise(none.items, "item")}, on which the vector has ${drawn(none.vectorMean)}`;

/** "slope 1.17 (1.04 to 1.29), 1% (up to 7%) anti-steerable": the effect where there is little room. */
export function effectInShort({
  mean,
  interval,
  antiSteerable: share,
  antiSteerableInterval,
}: Summary): string {
  const [centre, low, high] = formatInterval(mean, interval.low, interval.high).map(minus);
  return `slope ${centre} (${low} to ${high}), ${formatPercent(share)} (${shareRange(antiSteerableInterval)}) anti-steerable`;
}

/** "30 layers" where the parts differ in nothing else, else "30 conditions". */
export function partsCounted(parts: readonly Part[]): string {
  const layers = new Set(parts.map(({ summary }) => summary.layer));
  return pluralise(parts.length, layers.size === parts.length ? "layer" : "condition");
}
