// jinja's filters by name.
import type { Budget } from "../render/budget.js";
import { isFilter } from "../syntax/known-names.js";
import { unsupported, wrong } from "../template-errors.js";
import { type Arguments, Markup, type Value } from "../python/values.js";
import { lazyFilters } from "./lazy-filters.js";
import { numberFilters } from "./number-filters.js";
import { sequenceFilters } from "./sequence-filters.js";
import { textFilters } from "./text-filters.js";
import type { Filter } from "./types.js";

/** value|name(args). Filters that make HTML, chance or other looks are refused by name. */
export function applyFilter(name: string, value: Value, args: Arguments, budget: Budget): Value {
  const filter = filters.get(name);
  budget.read(value instanceof Markup ? value.text : typeof value === "string" ? value : "");
  if (filter) return filter(value, args, budget);
  return isFilter(name) ? unsupported(`the filter "${name}"`) : wrong(`there is no filter "${name}"`);
}

const filters: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ...textFilters,
  ...numberFilters,
  ...sequenceFilters,
  ...lazyFilters(applyFilter),
]);
