// Is there an effect, and is it more than that of a random push and of a prompt?
import { pairedDifference } from "../../../evaluation/measures/index.js";
import type { Null } from "../../../evaluation/types.js";
import type { Evidence } from "../evidence.js";
import { counted, drawn, minus } from "../../numbers.js";
import { effect } from "../../sentences.js";
import { ruled, span, type Rule } from "./rule.js";

export const steers: Rule = ({ summary, unit }) => {
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

export const moreThanChance: Rule = ({ summary: { null: random, orthogonal } }) => {
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

export const betterThanPrompt: Rule = ({ rows, unit, summary: { prompt, test_shift, interval } }) => {
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
