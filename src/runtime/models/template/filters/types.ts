// What a filter is.
import type { Budget } from "../render/budget.js";
import { unsupported } from "../template-errors.js";
import { textOf } from "../python/repr.js";
import type { Arguments, Value } from "../python/values.js";
import { Markup } from "../python/values.js";

/** value|name(args). */
export type Filter = (value: Value, args: Arguments, budget: Budget) => Value;
export type FilterTable = readonly (readonly [string, Filter])[];

/** A value as text, for the filters that take anything. */
export function softText(value: Value, budget: Budget): string {
  if (value instanceof Markup) return unsupported("a filter on a text marked by escape or safe");
  return textOf(value, budget);
}
