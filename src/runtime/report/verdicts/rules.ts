// The rules of a verdict: one small function for each question, from the numbers and their intervals alone; docs/trust.md states
// the same rules. "unknown" is an answer: what was not measured is not guessed.
import {
  bootstrapOver,
  curvature,
  pairedDifference,
  varianceExplained,
} from "../../evaluation/measures/index.js";
import { mean } from "../../evaluation/statistics.js";
import type { Item, Null } from "../../evaluation/types.js";
import type { Evidence } from "./evidence.js";
import { counted, drawn, ends, figure, minus, percent } from "../numbers.js";
import { precisionLine, precisionWords, shareOf } from "../precision.js";
import { effect, resisting } from "../sentences.js";

export type Answer = "yes" | "partly" | "no" | "unknown";

export interface Verdict {
  readonly question: string;
  readonly answer: Answer;
  /** Sentences that say why, with the numbers. */
  readonly because: readonly string[];
}

type Ruling = Omit<Verdict, "question">;
type Rule = (evidence: Evidence) => Ruling;

const ruled = (answer: Answer, ...because: string[]): Ruling => ({ answer, because });

/** Limits of the rules, in one place. */
export const limits = {
  /** Items below which nothing is called fit. */
  items: 20,
  /** Anti-steerable share: up to the first it acts the right way, from the second on it does not. */
  reversed: [0.05, 0.25],
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

const between = (value: number, [low, high]: readonly [number, number]): Answer =>
  value <= low ? "yes" : value >= high ? "no" : "partly";

const span = (centre: number, low: number, high: number): string => {
  const [middle, from, to] = ends(centre, low, high).map(minus);
  return `${middle} (${from} to ${to})`;
};

const steers: Rule = ({ summary, unit }) => {
  const { n, mean: slope, interval } = summary;
  const said = `Steerability ${effect(summary, unit)}, n = ${n}.`;
  if (n === 1 || ![slope, interval.low, interval.high].every(Number.isFinite)) return ruled("unknown", said);
  if (interval.low > 0) return ruled("yes", said);
  if (interval.high < 0) return ruled("no", said, "The whole interval lies below zero: it works backwards.");
  return ruled("no", said, "The interval includes zero: these items do not show an effect.");
};

/** Whether none of the directions did as much as the vector on the same items and multipliers. */
const beats = ({ share, directions }: Null): boolean => share * (directions + 1) < 1.5;

function opponents(none: Null, kind: string): string {
  const asMuch = Math.round(none.share * (none.directions + 1)) - 1;
  const did = asMuch === 0 ? "none of them does" : asMuch === 1 ? "1 of them does" : `${asMuch} of them do`;
  return `${counted(none.directions, `${kind} direction`)} of equal norm: mean slopes ${drawn(none.low)} to ${drawn(none.high)}; ${did} as much as the vector on the same ${counted(none.items, "item")}.`;
}

const moreThanChance: Rule = ({ summary: { null: random, orthogonal } }) => {
  if (!random && !orthogonal)
    return ruled("unknown", "No random directions were measured; write `against random 20`.");
  const said = [
    ...(random ? [opponents(random, "random")] : []),
    ...(orthogonal ? [opponents(orthogonal, "orthogonal")] : []),
  ];
  const won = [random, orthogonal].flatMap((none) => (none ? [beats(none)] : []));
  return ruled(won.every(Boolean) ? "yes" : won.some(Boolean) ? "partly" : "no", ...said);
};

/** Each item's change of propensity from multiplier 0 to the largest; null where one of the two was not measured. */
function largestEffect(rows: Evidence["rows"]) {
  const most = Math.max(...rows.map(({ multiplier }) => multiplier));
  const rest = new Map(
    rows.filter(({ multiplier }) => multiplier === 0).map((row) => [row.item, row.propensity]),
  );
  if (most <= 0 || rest.size === 0) return null;
  const byItem = rows.flatMap(({ item, multiplier, propensity }) => {
    const before = rest.get(item);
    return multiplier === most && before !== undefined ? [[item, propensity - before] as const] : [];
  });
  return { most, byItem };
}

const betterThanPrompt: Rule = ({ rows, unit, summary: { prompt, test_shift, interval } }) => {
  const own = largestEffect(rows);
  const best = prompt?.length ? prompt.reduce((most, one) => (one.effect > most.effect ? one : most)) : null;
  const compared = own && best && pairedDifference(own.byItem, best.byItem, interval);
  if (test_shift !== "BASE")
    return ruled("unknown", `Prompts are compared under BASE only; this was tested under ${test_shift}.`);
  if (!compared)
    return ruled(
      "unknown",
      "No prompt was measured beside it; give the concept a `persona` and write `against prompt only`, with multiplier 0 and a positive one.",
    );
  const { n, first, second, difference, interval: range } = compared;
  const words = `On the same ${counted(n, "item")}, multiplier ${drawn(own.most)} moves the propensity by ${minus(drawn(first))} ${unit} and ${prompt!.length > 1 ? `the best of ${prompt!.length} prompts` : "the prompt"}, ${best.shift}, by ${minus(drawn(second))}: the difference item by item is ${span(difference, range.low, range.high)} ${unit}.`;
  if (range.low > 0) return ruled("yes", words);
  if (range.high < 0) return ruled("no", words);
  return ruled(
    "partly",
    words,
    "The interval of the difference includes zero: these items do not tell the two apart.",
  );
};

const mostNamed = 8;

const everyItem: Rule = ({ summary, items }) => {
  const reversed = items.filter(({ slope }) => slope < 0).sort((a, b) => a.slope - b.slope);
  const named = reversed.slice(0, mostNamed).map(nameOf);
  const more = reversed.length > named.length ? ` and ${reversed.length - named.length} more` : "";
  return ruled(
    between(summary.anti_steerable, limits.reversed),
    `${resisting(summary)}.`,
    ...(named.length > 0 ? [`Reversed, worst first: ${named.join(", ")}${more}.`] : []),
    ...worstGroup(items),
  );
};

const nameOf = ({ item, slope, letter, yes, domain }: Item): string => {
  const traits = [letter, yes === null ? null : yes ? "yes" : "no", domain].filter((one) => one !== null);
  return `row ${item} (${[drawn(slope), ...traits].join(", ")})`;
};

const traits: readonly (readonly [name: string, of: (item: Item) => string | null])[] = [
  ["domain", ({ domain }) => domain],
  ["positive answer", ({ letter }) => letter],
  ["positive text", ({ yes }) => (yes === null ? null : yes ? "yes" : "no")],
];
const smallestGroup = 5;
const fewestReversed = 3;

/** The kind of item that is reversed most, where it is reversed at least twice as often as all are. */
function worstGroup(items: readonly Item[]): string[] {
  const share = (some: readonly Item[]) => some.filter(({ slope }) => slope < 0).length / some.length;
  const overall = share(items);
  const groups = traits.flatMap(([name, of]) =>
    [...new Set(items.map(of))].flatMap((value) => {
      const own = items.filter((item) => of(item) === value);
      return value === null || own.length < smallestGroup || own.length === items.length
        ? []
        : [{ name, value, own }];
    }),
  );
  const often = ({ own }: (typeof groups)[number]) =>
    own.filter(({ slope }) => slope < 0).length >= fewestReversed;
  const worst = groups.filter(often).sort((a, b) => share(b.own) - share(a.own))[0];
  return worst && share(worst.own) >= 2 * overall
    ? [
        `Most often where ${worst.name} is ${worst.value}: ${percent(share(worst.own))} of ${counted(worst.own.length, "item")}.`,
      ]
    : [];
}

const survivesShifts: Rule = ({ summary, shifted }) => {
  if (shifted.length === 0)
    return ruled("unknown", "Only one prompt was tested; write `tested under BASE, USER_NEG, SYS_POS`.");
  const said = shifted.map(
    (line) =>
      `${line.train_shift} → ${line.test_shift}: ${span(line.mean, line.interval.low, line.interval.high)}${
        summary.mean > 0 ? `, ${minus(percent(line.mean / summary.mean))} of the effect` : ""
      }.`,
  );
  if (!(summary.interval.low > 0))
    return ruled(
      "unknown",
      `Under ${summary.train_shift} → ${summary.test_shift} there is no effect that could be kept.`,
      ...said,
    );
  const holds = shifted.map(
    ({ interval, mean: slope }) => interval.low > 0 && slope >= limits.kept * summary.mean,
  );
  const turns = shifted.some(({ interval }) => interval.high < 0);
  return ruled(
    turns || !shifted.some(({ interval }) => interval.low > 0)
      ? "no"
      : holds.every(Boolean)
        ? "yes"
        : "partly",
    ...said,
  );
};

const notTheLetter: Rule = ({ items, summary }) => {
  if (items.every(({ letter }) => letter === null))
    return ruled("unknown", "The answers are no letters: the question does not arise.");
  if (items.length < limits.items)
    return ruled("unknown", `Too few items (${items.length}) to tell what letter and yes/no explain.`);
  const share = (some: readonly Item[]) => {
    const { both, total } = varianceExplained(some);
    return both / total;
  };
  const value = share(items);
  const { low, high } = bootstrapOver(items.length, (indices) => share(indices.map((i) => items[i]!)));
  const size = Math.sqrt(Math.max(0, varianceExplained(items).both)) / Math.abs(summary.mean);
  const small = size < limits.factor;
  return ruled(
    small ? "yes" : between(value, limits.explained),
    `Letter and yes/no of the positive answer explain ${percent(value)} (${percent(low)} to ${percent(high)}) of the spread over items; by chance ${percent(2 / (items.length - 1))}.`,
    `That part of the spread is ${percent(size)} of the mean slope${small ? ", too little to matter" : ""}.`,
  );
};

const slopeIsFair: Rule = ({ rows, unit }) => {
  const bend = curvature(rows);
  if (!bend)
    return ruled("unknown", "Fewer than three multipliers: a curve that turns over would not be seen.");
  const curve = [...new Set(rows.map(({ multiplier }) => multiplier))];
  const most = Math.max(...curve);
  const said = `Quadratic term ${span(bend.quadratic, bend.interval.low, bend.interval.high)} ${unit} per squared multiplier; ${percent(bend.notMonotone)} of the items' curves do not rise throughout.`;
  const total = riseOf(rows);
  if (bend.fall <= 0) return ruled("yes", said);
  const turned = `The mean curve is highest at multiplier ${drawn(bend.peak)} and falls by ${figure(bend.fall)} to ${drawn(most)}: stronger is not more.`;
  return ruled(bend.fall <= limits.fall * total ? "yes" : "partly", said, turned);
};

/** Highest minus lowest point of the mean curve. */
function riseOf(rows: Evidence["rows"]): number {
  const multipliers = [...new Set(rows.map(({ multiplier }) => multiplier))];
  const curve = multipliers.map((at) =>
    mean(rows.filter(({ multiplier }) => multiplier === at).map(({ propensity }) => propensity)),
  );
  return Math.max(...curve) - Math.min(...curve);
}

const leavesTheRest: Rule = ({ receipt, summary }) => {
  const steered = receipt.vectors.find(
    ({ name, trained }) => name === summary.vector && trained === summary.train_shift,
  );
  const drift = steered?.drift[String(summary.layer)];
  if (drift === undefined || !Number.isFinite(drift)) return ruled("unknown", "Drift was not measured.");
  const prompts = String(receipt.settings["drift prompts"] ?? "");
  const said = `At the largest multiplier the next token's distribution moves by ${figure(drift)} nats (KL) on ${prompts}.`;
  return prompts.includes("neutral prompts")
    ? ruled(between(drift, limits.drift), said)
    : ruled("unknown", said, "On prompts about other things it was not measured.");
};

const chosenFairly: Rule = ({ receipt, layers }) => {
  const shared = receipt.settings["test pairs that trained the vector"];
  if (typeof shared === "number" && shared > 0)
    return ruled("no", `${counted(shared, "test pair")} also trained the vector: numbers on them flatter.`);
  if (receipt.choice)
    return ruled(
      "yes",
      `Chosen on ${counted(receipt.choice.items, "tuning pair")}; ${percent(receipt.choice.stability)} of bootstrap resamples choose the same.`,
    );
  return layers > 1
    ? ruled(
        "no",
        `The steepest of ${counted(layers, "layer")} on these same items, so its size is flattered; write \`choose layer on tune\`.`,
      )
    : ruled("unknown", "One layer was named; how it was found is not in this program.");
};

const survivesRounding: Rule = ({ receipt, summary }) => {
  const line = precisionLine(receipt, summary);
  const said = precisionWords(receipt, summary);
  if (!line || !said) return ruled("unknown", "None of its items was computed with full precision.");
  const share = shareOf(line);
  return ruled(between(Math.max(share.mean, share.item / 2), limits.rounding), said);
};

/** Asked where the weights are rounded. */
export const roundingQuestion: readonly [question: string, rule: Rule] = [
  "Do the rounded weights leave the effect as it is?",
  survivesRounding,
];

export const questions: readonly (readonly [question: string, rule: Rule])[] = [
  ["Does it steer the concept?", steers],
  ["Does it do more than a random push?", moreThanChance],
  ["Does it do more than a prompt?", betterThanPrompt],
  ["Does it act the right way on every item?", everyItem],
  ["Does it survive a change of prompt?", survivesShifts],
  ["Is it the concept, rather than the letter or the yes?", notTheLetter],
  ["Is stronger always more?", slopeIsFair],
  ["Does it leave the rest of the model alone?", leavesTheRest],
  ["Were layer and strength found on other items?", chosenFairly],
];
