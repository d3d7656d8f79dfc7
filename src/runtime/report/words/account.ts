// An evaluation in plain words: what was asked, what came out, and how far to trust it. Every sentence is computed from
// the numbers; an effect that the numbers do not show is not claimed.
import { sameWords } from "../../concepts/prompts/shift-notices.js";
import { discoveries } from "../../stats/false-discovery-rate.js";
import { pairedDifference, type PairedDifference } from "../../evaluation/measures/index.js";
import { largest } from "../../stats/rounding.js";
import type { Evaluation, Item, Receipt, Summary } from "../../results/evaluation.js";
import { partsOf, strongest, type Part } from "../study/conditions.js";
import { pluralise, drawn, formatInterval, formatNumber, minus, formatPercent } from "./format-number.js";
import { precisionWords } from "./quantisation.js";
import { effect, partsCounted, resisting, setting, unitOf, unmoved } from "./sentences.js";
import {
  compareWithRandom,
  randomSentences,
  mostReversed,
  nothingShown,
  scopeWords,
  shown,
  side,
  type Shown,
} from "./findings.js";

type Resolution = Receipt["resolution"];

const mostConditions = 4;
const fewItems = 20;

function intervalWords(summary: Summary, resolution: Resolution): string {
  const { n, interval, mean } = summary;
  if (![mean, interval.low, interval.high].every(Number.isFinite))
    return "The slope is not a finite number: measure at two or more multipliers.";
  if (n === 1) return "One item alone has no interval: nothing can be said about other items.";
  const [, low, high] = formatInterval(mean, interval.low, interval.high).map(minus);
  const name = `The ${formatPercent(interval.level)} interval (${low} to ${high})`;
  const said: Readonly<Record<Shown, string>> = {
    steers: "lies above zero.",
    backwards: "lies below zero: on these items the vector works backwards.",
    nothing: nothingShown(summary),
    unknown: "is not known.",
  };
  return `${name} ${said[shown(summary, resolution)]}`;
}

function chanceWords(summary: Summary, resolution: Resolution): string[] {
  return [
    ...(summary.randomBaseline
      ? []
      : ["No random directions were measured, so there is no baseline to compare with."]),
    ...randomSentences(summary, resolution),
  ];
}

/** One unit of the vector beside a prompt, item by item; both as sizes in the prompt's direction. */
function besideWords({ difference, interval, n }: PairedDifference, { slope }: Resolution): string {
  const { low, high } = interval;
  const where = side(interval, slope);
  const size = (centre: number, from: number, to: number) => {
    const [middle, least, most] = formatInterval(centre, from, to).map(minus);
    return `${middle} (${least} to ${most})`;
  };
  const on = `on the same ${pluralise(n, "item")}`;
  if (where === "above") return `one unit of the vector does more, by ${size(difference, low, high)} ${on}`;
  if (where === "below")
    return `one unit of the vector does less, by ${size(-difference, -high, -low)} ${on}`;
  return `one unit of the vector does about as much: the difference ${on} is ${size(difference, low, high)}`;
}

/** The strongest prompt beside the vector; an effect whose interval reaches 0 is not called one. */
function promptWords(
  { promptBaseline, interval }: Summary,
  items: readonly Item[],
  resolution: Resolution,
): string[] {
  const best = largest(promptBaseline ?? [], ({ effect: moved }) => Math.abs(moved), resolution.propensity);
  if (!best) return [];
  const [centre, low, high] = formatInterval(best.effect, best.interval.low, best.interval.high).map(minus);
  const name = `The prompt ${best.shift} alone moves the propensity by ${centre} (${low} to ${high}, ${pluralise(best.n, "item")})`;
  if (side(best.interval, resolution.propensity) === null)
    return [`${name}: no clear effect of the strongest prompt.`];
  const compared = pairedDifference(
    items.map(({ item, slope }) => [item, slope]),
    best.byItem.map(([item, effect]) => [item, Math.sign(best.effect) * effect]),
    interval,
  );
  return [compared ? `${name}; ${besideWords(compared, resolution)}.` : `${name}.`];
}

function resistingWords(summary: Summary): string {
  const { antiSteerable: share, antiSteerableInterval, mean } = summary;
  if (share === 0) return `${resisting(summary)}.`;
  const warning = antiSteerableInterval.low > mostReversed && mean > 0 ? " The mean hides this." : "";
  return `${resisting(summary)}: there the vector acts backwards.${warning}`;
}

/** How far to trust the effect of one condition. */
export function trust(
  summary: Summary,
  { resolution }: Pick<Receipt, "resolution">,
  items: readonly Item[] = [],
): string[] {
  return [
    intervalWords(summary, resolution),
    ...chanceWords(summary, resolution),
    ...promptWords(summary, items, resolution),
    resistingWords(summary),
    ...(unmoved(summary) ? [`${unmoved(summary)}.`] : []),
    ...(summary.n > 1 && summary.n < fewItems
      ? [`Only ${summary.n} items: the interval itself is rough; measure more.`]
      : []),
  ];
}

/** What the receipt proves, in one or two sentences; with a condition, also how large its push is. */
export function receiptWords(
  { check, vectors }: Receipt,
  of?: Pick<Summary, "vector" | "train_shift" | "layer">,
): string {
  const proof = `multiplier 0 changed the logits by ${formatNumber(check.maxDiffAtZero)}, the largest multiplier by up to ${formatNumber(check.maxDiffAtLargest)}`;
  const verdict = check.passed
    ? `Self-check passed: ${proof}.`
    : `SELF-CHECK FAILED: ${proof}. Do not use these numbers.`;
  const steered = vectors.find(({ name, trained }) => name === of?.vector && trained === of.train_shift);
  const size = of && steered?.relativeNorm[String(of.layer)];
  return size === undefined
    ? verdict
    : `${verdict} At layer ${of!.layer} the largest steering vector has ${formatNumber(size)} of the hidden state's norm.`;
}

/** What the tuning pairs chose, in two sentences; null where nothing was chosen. */
export function choiceWords({ selection }: Receipt, unit: string): string | null {
  if (!selection) return null;
  const { layer, multiplier, items, candidates, score, kl, maxKl, stability, prompts } = selection;
  const what = multiplier === null ? `Layer ${layer}` : `Layer ${layer} and multiplier ${drawn(multiplier)}`;
  const scores = {
    steerability: `${drawn(score)} ${unit}${multiplier === null ? " per unit multiplier" : ""} there`,
    reliability: `${formatPercent(score)} of them move the right way`,
  };
  const budget = maxKl === null ? "" : ` within ${formatNumber(maxKl)} nats of drift`;
  return (
    `${what} of ${pluralise(candidates, "candidate")} chosen on ${pluralise(items, "tuning pair")} for ${selection.for}${budget} ` +
    `(${scores[selection.for]}; drift ${formatNumber(kl)} nats on ${prompts}); ` +
    `${formatPercent(stability)} of bootstrap resamples choose the same.`
  );
}

/** How far the largest multiplier moves what the model says elsewhere. */
export function driftWords(
  { vectors, settings }: Receipt,
  of: Pick<Summary, "vector" | "train_shift" | "layer">,
): string | null {
  const steered = vectors.find(({ name, trained }) => name === of.vector && trained === of.train_shift);
  const drift = steered?.kl[String(of.layer)];
  return drift === undefined
    ? null
    : `Elsewhere (${String(settings["drift prompts"])}) the largest multiplier moves the next token's distribution by ${formatNumber(drift)} nats (KL).`;
}

/** Items that are not independent of one another; null where all are. */
export function repeatedWords({ concepts }: Receipt): string | null {
  const repeated = concepts.filter(({ repeats = 0 }) => repeats > 0);
  if (repeated.length === 0) return null;
  const named = repeated.map(({ name, items, repeats = 0 }) => `${repeats} of the ${items} of ${name}`);
  return `Items repeat one another (${named.join(", ")}): they count as if they were independent, so intervals are too narrow.`;
}

/** A warning when the vector was extracted from some of the items it is tested on; else null. */
export function overlapWords({ settings, concepts }: Receipt): string | null {
  const shared = settings["test pairs that trained the vector"];
  return typeof shared === "number" && shared > 0
    ? `${shared} of ${pluralise(
        concepts.reduce((sum, { items }) => sum + items, 0),
        "test pair",
      )} also trained the vector, so their results are optimistic.`
    : null;
}

const conditionWords = ({ label, summary, items }: Part, receipt: Receipt): string[] => [
  `${label ? `${label}: ` : ""}steerability ${effect(summary, unitOf(receipt.score))}.`,
  ...trust(summary, receipt, items).map((sentence) => `  ${sentence}`),
];

/** Most of what is called an effect among several conditions that may be none, on average. */
const discoveryRate = 0.05;

/** Conditions that turn the vector round; the highest one hides them. */
function backwardsWords(backwards: readonly Part[], resolution: Resolution): string[] {
  const own = backwards.filter(
    ({ summary }) =>
      !summary.randomBaseline ||
      ["more", "too few"].includes(compareWithRandom(summary, summary.randomBaseline, resolution)),
  );
  if (own.length === 0) return [];
  const named = own.slice(0, mostConditions).map(({ label }) => label);
  const more = own.length > named.length ? [`${own.length - named.length} more`] : [];
  return [`Below zero, where the vector works backwards: ${[...named, ...more].join(", ")}.`];
}

/** What the highest of several conditions hides: how many show an effect, corrected for how many were looked at, and which one the other way. */
export function acrossWords(parts: readonly Part[], { resolution }: Pick<Receipt, "resolution">): string[] {
  const adjusted = discoveries(parts.map(({ summary }) => summary.pValue));
  const found = parts.filter(({ summary }, i) => adjusted[i]! <= discoveryRate && summary.noEffect < 1);
  const above = found.filter(({ summary }) => summary.mean > 0).length;
  return [
    `${above} of ${partsCounted(parts)} ${above === 1 ? "is" : "are"} above zero at a false-discovery rate of ${formatPercent(discoveryRate)} (t tests, corrected for ${parts.length} looks by Benjamini and Hochberg).`,
    ...backwardsWords(
      found.filter(({ summary }) => summary.mean < 0),
      resolution,
    ),
  ];
}

/** What the intervals of a condition do not count in. */
export function scope({ vectors }: Receipt, { vector, train_shift, interval }: Summary): string {
  const of = vectors.find(({ name, trained }) => name === vector && trained === train_shift);
  return scopeWords(interval, of?.pairs ?? 0);
}

function highestWords(parts: readonly Part[], best: Part, receipt: Receipt): string[] {
  return [
    `Highest of ${partsCounted(parts)}, selected on these same items, so its size is optimistic:`,
    ...conditionWords(best, receipt),
    ...acrossWords(parts, receipt),
  ];
}

/** ", read as "Yes" | "No" on 2 items" where the score is about words. */
const wordsReadAs = ({ settings: { "words read": read } }: Receipt): string =>
  read === undefined ? "" : `, read as ${String(read)}`;

/** A few lines for a terminal or the head of a page. */
export function words(evaluation: Evaluation): string {
  const parts = partsOf(evaluation);
  const best = strongest(parts, evaluation.receipt.resolution.slope);
  if (!best) return `${evaluation.name}: nothing was measured.`;
  const unit = unitOf(evaluation.receipt.score);
  const { apply, score } = evaluation.receipt;
  const overlap = overlapWords(evaluation.receipt);
  const repeated = repeatedWords(evaluation.receipt);
  const choice = choiceWords(evaluation.receipt, unit);
  const drift = driftWords(evaluation.receipt, best.summary);
  const precision = precisionWords(evaluation.receipt, best.summary);
  const lines =
    parts.length <= mostConditions
      ? parts.flatMap((part) => conditionWords(part, evaluation.receipt))
      : highestWords(parts, best, evaluation.receipt);
  return [
    `${evaluation.name}: ${setting(evaluation, parts)}`,
    ...[
      `Vector applied: ${apply}. Score: ${score}${wordsReadAs(evaluation.receipt)}.`,
      ...(choice ? [choice] : []),
      ...lines,
      scope(evaluation.receipt, best.summary),
      ...(overlap ? [overlap] : []),
      ...(repeated ? [repeated] : []),
      ...sameWords(evaluation.receipt.prompts ?? []),
      ...(drift ? [drift] : []),
      ...(precision ? [precision] : []),
      receiptWords(evaluation.receipt, best.summary),
    ].map((line) => `  ${line}`),
  ].join("\n");
}
