// str() and repr() of values.
import type { Budget } from "../render/budget.js";
import { unsupported } from "../template-errors.js";
import { floatText } from "./arithmetic.js";
import { quoted } from "./str.js";
import type { Value } from "./values.js";
import { Dict, DictView, kindOf, List, Markup, Namespace, Range, Tuple, Undefined } from "./values.js";
import { Loop } from "../render/loop-variable.js";
import { Macro } from "../render/macro.js";

/** str(value). Refuses what Python prints with an address in memory. */
export function textOf(value: Value, budget: Budget): string {
  if (typeof value === "string") return value;
  if (value instanceof Undefined) return "";
  if (value instanceof Markup) return value.text;
  return shown(value, budget);
}

/** repr(value). */
export function shown(value: Value, budget: Budget): string {
  budget.spend();
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") return floatText(value);
  if (typeof value === "string") return budget.made(quoted(value));
  if (value instanceof Undefined) return "Undefined";
  if (value instanceof Markup) return unsupported("a text marked by escape or safe inside a list or dict");
  return budget.inside(() => shownThing(value, budget));
}

function shownThing(value: Value, budget: Budget): string {
  if (value instanceof List) return `[${joined(value.items, budget)}]`;
  if (value instanceof Tuple) return `(${joined(value.items, budget)}${value.items.length === 1 ? "," : ""})`;
  if (value instanceof Dict) return shownDict(value, budget);
  if (value instanceof DictView) return `${value.kind}([${joined([...value.values()], budget)}])`;
  if (value instanceof Range) {
    return `range(${value.start}, ${value.stop}${value.step === 1 ? "" : `, ${value.step}`})`;
  }
  if (value instanceof Namespace) return `<Namespace ${shownDict(value.attributes, budget)}>`;
  if (value instanceof Loop) return `<LoopContext ${value.index}/${value.length}>`;
  if (value instanceof Macro) return value.shown;
  return unsupported(`the text of a ${kindOf(value)}, which has an address in it`);
}

const joined = (items: readonly Value[], budget: Budget) =>
  join(
    items.map((item) => () => shown(item, budget)),
    budget,
  );

const shownDict = (dict: Dict, budget: Budget) =>
  `{${join(
    [...dict.entries()].map(
      ([name, value]) =>
        () =>
          `${shown(name, budget)}: ${shown(value, budget)}`,
    ),
    budget,
  )}}`;

/** Puts a comma between parts; the sum is counted as it grows, because parts can be shared. */
function join(parts: readonly (() => string)[], budget: Budget): string {
  let text = "";
  for (const part of parts) {
    const next = part();
    budget.room(next.length);
    text += (text ? ", " : "") + next;
    budget.fits(text.length);
  }
  return text;
}
