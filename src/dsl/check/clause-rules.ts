// What clauses hold, judged one clause at a time: numbers, ranges, words out of a fixed few, lists that repeat themselves.
import { clauses, type Owner } from "../clauses.js";
import { settingValue } from "./setting-rules.js";
import { nearest } from "../../runtime/errors/nearest.js";
import { textValue } from "../syntax/string-literals.js";
import type { Span } from "../../runtime/errors/text-positions.js";
import type { Clause, ClauseName, ClauseValues, Hole, Reference, TextValue } from "../syntax/ast.js";
import { layerItem, multiplierItem, tokenSpan, whole, positive } from "./number-rules.js";
import type { Checking } from "./name-scope.js";

/** Reports the items that say the same as an earlier one; what `key` makes null cannot be compared. */
function twice<T extends Span>(
  checking: Checking,
  items: readonly T[],
  key: (item: T) => string | null,
): void {
  const seen = new Set<string>();
  for (const item of items) {
    const one = key(item);
    if (one !== null && seen.has(one)) checking.report("E229", item, { item: one });
    if (one !== null) seen.add(one);
  }
}

export function namesOnce(checking: Checking, items: readonly (Reference | Hole)[]): void {
  twice(checking, items, (item) => (item.kind === "name" ? `\`${item.name}\`` : null));
}

export function textsOnce(checking: Checking, items: readonly TextValue[]): void {
  twice(checking, items, (item) => (item.kind === "text" ? JSON.stringify(textValue(item)) : null));
}

function where(checking: Checking, value: ClauseValues["read"]): void {
  if (value.kind === "token") whole(checking, value.index, "a token", -Infinity);
  if (value.kind === "tokens") tokenSpan(checking, value.from, value.to);
  if (value.kind === "phrase" && value.text.kind === "text" && textValue(value.text) === "")
    checking.report("E217", value.text, { what: "a phrase", value: '""', must: "the words of the text" });
}

/** Places that take one shift. */
const underOne: Partial<Record<Owner, "vector" | "generation">> = {
  vector: "vector",
  generation: "generation",
};

type ValueChecks = { [N in ClauseName]?: (checking: Checking, value: ClauseValues[N], owner: Owner) => void };

const valueChecks: ValueChecks = {
  layers: (checking, { items }) => items.forEach((item) => layerItem(checking, item)),
  multipliers: (checking, { items }) => items.forEach((item) => multiplierItem(checking, item)),
  read: where,
  apply: (checking, value) => {
    if (value.kind === "apply") where(checking, value.where);
  },
  under: (checking, value, owner) => {
    const what = underOne[owner];
    if (what && value.items.length > 1) checking.report("E223", value, { what, shifts: value.items.length });
    else namesOnce(checking, value.items);
  },
  trained: (checking, { items }) => namesOnce(checking, items),
  tested: (checking, { items }) => namesOnce(checking, items),
  against: (checking, value) => {
    if (value.kind !== "list") return;
    const controls = { random: "random directions", orthogonal: "orthogonal directions", prompt: "" };
    for (const { control, count } of value.items)
      whole(checking, count, `the number of ${controls[control]}`, 0);
    twice(checking, value.items, ({ control }) => `\`${control}\``);
  },
  intervals: (checking, value) => {
    if (value.kind === "hole") return;
    whole(checking, value.resamples, "the number of resamples", 1);
    whole(checking, value.seed, "a seed", 0);
    if (value.level.kind === "percent" && !(value.level.value > 0 && value.level.value < 100))
      checking.report("E225", value.level, {
        value: checking.slice(value.level),
        must: "a percentage between 0% and 100%, such as 95%",
      });
  },
  choose: (checking, value) => {
    if (value.kind === "hole") return;
    twice(checking, value.what.items, ({ what }) => `\`${what}\``);
    if (value.goal?.kind === "choice") choice(checking, "goal", value.goal, clauses.choose.choices!);
    positive(checking, value.drift, "the drift");
  },
  tokens: (checking, value) => whole(checking, value, "the number of tokens", 1),
  sample: (checking, value) => {
    if (value.kind === "hole") return;
    positive(checking, value.temperature, "a temperature");
    whole(checking, value.top, "the number of likeliest tokens", 1);
    whole(checking, value.seed, "a seed", 0);
  },
  setting: settingValue,
  stop: (checking, { items }) => {
    for (const item of items)
      if (item.kind === "text" && textValue(item) === "")
        checking.report("E217", item, {
          what: "a text that stops",
          value: '""',
          must: "at least one letter",
        });
    textsOnce(checking, items);
  },
};

/** A word that is none of the few that its place takes. */
export function choice(
  checking: Checking,
  clause: string,
  { value, ...span }: Span & { readonly value: string },
  choices: readonly string[],
): void {
  if (choices.includes(value)) return;
  checking.report("E218", span, { clause, value, near: nearest(value, choices), choices });
}

export function clauseValue(checking: Checking, { clause, value }: Clause, owner: Owner): void {
  const { choices } = clauses[clause];
  if (choices && value.kind === "choice") choice(checking, clause, value, choices);
  const check = valueChecks[clause] as
    ((checking: Checking, value: Clause["value"], owner: Owner) => void) | undefined;
  check?.(checking, value, owner);
}
