// Which items are reversed, and is it the concept that moves them, or the letter and the yes?
import { bootstrapOver, varianceExplained } from "../../../evaluation/measures/index.js";
import { borderOf, steeringClass } from "../../../evaluation/execution/steering-class.js";
import type { Item, Receipt, Summary } from "../../../results/evaluation.js";
import { pluralise, drawn, formatPercent } from "../../words/format-number.js";
import { resisting, unmoved } from "../../words/sentences.js";
import { between, limits, ruled, type Answer, type Rule } from "./rule.js";

const mostNamed = 8;

export const everyItem: Rule = ({ summary, items, receipt }) => {
  const reversed = items.filter(reverses(receipt)).sort((a, b) => a.slope - b.slope || a.item - b.item);
  const named = reversed.slice(0, mostNamed).map(nameOf);
  const more = reversed.length > named.length ? ` and ${reversed.length - named.length} more` : "";
  return ruled(
    rightWay(summary),
    `${resisting(summary)}.`,
    ...(unmoved(summary) ? [`${unmoved(summary)}.`] : []),
    ...(named.length > 0 ? [`Reversed, worst first: ${named.join(", ")}${more}.`] : []),
    ...worstGroup(items, reverses(receipt)),
  );
};

/** Whether an item counts as anti-steerable, by the definition in force. */
const reverses = (receipt: Receipt): ((item: Item) => boolean) => {
  const border = borderOf(receipt);
  return ({ slope }) => steeringClass(slope, border) === "anti-steerable";
};
/**
 * By the interval of the share. Where that says neither: partly if some are reversed, and not known if none is among too few. Items that are
 * not moved are not moved the right way.
 */
function rightWay({ antiSteerable: share, antiSteerableInterval: { low, high }, noEffect }: Summary): Answer {
  if (low > limits.reversed) return "no";
  if (noEffect > limits.reversed) return "partly";
  if (high <= limits.reversed) return "yes";
  return share > 0 ? "partly" : "unknown";
}

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
function worstGroup(items: readonly Item[], reversed: (item: Item) => boolean): string[] {
  const share = (some: readonly Item[]) => some.filter(reversed).length / some.length;
  const overall = share(items);
  const groups = traits.flatMap(([name, of]) =>
    [...new Set(items.map(of))].flatMap((value) => {
      const own = items.filter((item) => of(item) === value);
      return value === null || own.length < smallestGroup || own.length === items.length
        ? []
        : [{ name, value, own }];
    }),
  );
  const often = ({ own }: (typeof groups)[number]) => own.filter(reversed).length >= fewestReversed;
  const worst = groups.filter(often).sort((a, b) => share(b.own) - share(a.own))[0];
  return worst && share(worst.own) >= 2 * overall
    ? [
        `Most often where ${worst.name} is ${worst.value}: ${formatPercent(share(worst.own))} of ${pluralise(worst.own.length, "item")}.`,
      ]
    : [];
}

export const notTheLetter: Rule = ({ items, summary, receipt }) => {
  const { slope: resolution } = receipt.resolution;
  if (items.every(({ letter }) => letter === null))
    return ruled("unknown", "The answers are no letters: the question does not arise.");
  if (items.length < limits.items)
    return ruled("unknown", `Too few items (${items.length}) to tell what letter and yes/no explain.`);
  const share = (some: readonly Item[]) => {
    const { both, total } = varianceExplained(some, resolution);
    return both / total;
  };
  const value = share(items);
  const { low, high } = bootstrapOver(items.length, (indices) => share(indices.map((i) => items[i]!)));
  const size = Math.sqrt(Math.max(0, varianceExplained(items, resolution).both)) / Math.abs(summary.mean);
  const small = size < limits.factor;
  return ruled(
    small ? "yes" : between(value, limits.explained),
    `Letter and yes/no of the positive answer explain ${formatPercent(value)} (${formatPercent(low)} to ${formatPercent(high)}) of the spread over items; by chance ${formatPercent(2 / (items.length - 1))}.`,
    `That part of the spread is ${formatPercent(size)} of the mean slope${small ? ", too little to matter" : ""}.`,
  );
};
