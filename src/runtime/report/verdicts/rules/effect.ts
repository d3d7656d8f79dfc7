// Is there an effect, and is it more than that of random directions and of a prompt?
import { pairedDifference } from "../../../evaluation/measures/index.js";
import { largest } from "../../../stats/rounding.js";
import { fewestDirections } from "../../../evaluation/controls/random-directions.js";
import type { Evidence } from "../evidence.js";
import { pluralise, drawn, minus } from "../../words/format-number.js";
import { effect } from "../../words/sentences.js";
import {
  compareWithRandom,
  randomSentences,
  nothingShown,
  shown,
  side,
  type RandomComparison,
  type Shown,
} from "../../words/findings.js";
import { ruled, span, type Answer, type Rule, type Ruling } from "./rule.js";

export const steers: Rule = ({ summary, unit, receipt }) => {
  const said = `Steerability ${effect(summary, unit)}, n = ${summary.n}.`;
  const rulings: Readonly<Record<Shown, Ruling>> = {
    steers: ruled("yes", said),
    backwards: ruled("no", said, "The whole interval lies below zero: it works backwards."),
    nothing: ruled("no", said, `The interval ${nothingShown(summary)}`),
    unknown: ruled("unknown", said),
  };
  return rulings[shown(summary, receipt.resolution)];
};

const answers: Readonly<Record<RandomComparison, Answer>> = {
  more: "yes",
  "no more": "no",
  "other way": "no",
  "no effect": "unknown",
  "too few": "unknown",
};

export const moreThanChance: Rule = ({ summary, receipt: { resolution } }) => {
  const measured = [summary.randomBaseline, summary.orthogonalBaseline].flatMap((none) => none ?? []);
  if (measured.length === 0)
    return ruled(
      "unknown",
      `No random directions were measured; write \`against random ${fewestDirections}\`.`,
    );
  const told = measured
    .map((none) => answers[compareWithRandom(summary, none, resolution)])
    .filter((answer) => answer !== "unknown");
  const won = told.filter((answer) => answer === "yes").length;
  const answer = told.length === 0 ? "unknown" : won === told.length ? "yes" : won > 0 ? "partly" : "no";
  return ruled(answer, ...randomSentences(summary, resolution));
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

export const betterThanPrompt: Rule = ({
  rows,
  unit,
  receipt,
  summary: { promptBaseline, test_shift, interval },
}) => {
  const { propensity: resolution } = receipt.resolution;
  const own = largestEffect(rows);
  const best = largest(promptBaseline ?? [], ({ effect: moved }) => moved, resolution);
  const compared = own && best && pairedDifference(own.byItem, best.byItem, interval);
  if (test_shift !== "BASE")
    return ruled("unknown", `Prompts are compared under BASE only; this was tested under ${test_shift}.`);
  if (!compared)
    return ruled(
      "unknown",
      "No prompt was measured beside it; give the concept a `persona` and write `against prompt only`, with multiplier 0 and a positive one.",
    );
  const { n, first, second, difference, interval: range } = compared;
  const words = `On the same ${pluralise(n, "item")}, multiplier ${drawn(own.most)} moves the propensity by ${minus(drawn(first))} ${unit} and ${promptBaseline!.length > 1 ? `the best of ${promptBaseline!.length} prompts` : "the prompt"}, ${best.shift}, by ${minus(drawn(second))}: the difference item by item is ${span(difference, range.low, range.high)} ${unit}.`;
  const where = side(range, resolution);
  if (where) return ruled(where === "above" ? "yes" : "no", words);
  return ruled(
    "partly",
    words,
    "The interval of the difference includes zero: these items do not tell the two apart.",
  );
};
