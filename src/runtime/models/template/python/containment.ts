// `item in container`, as Python has it.
import type { Budget } from "../render/budget.js";
import { wrong } from "../template-errors.js";
import { requireKey, same } from "./comparison.js";
import { iterate } from "./sequences.js";
import { Dict, DictView, kindOf, Markup, type Value } from "./values.js";

/** item in container. */
export function contains(container: Value, item: Value, budget: Budget): boolean {
  if (typeof container === "string") {
    if (item instanceof Markup) return container.includes(item.text);
    if (typeof item !== "string")
      return wrong(`'in <string>' needs a str on its left, not a ${kindOf(item)}`);
    budget.read(container);
    return container.includes(item);
  }
  if (container instanceof Dict) return container.has(requireKey(item, budget));
  if (container instanceof DictView && container.part === "keys")
    return container.of.has(requireKey(item, budget));
  for (const one of iterate(container, budget)) if (same(one, item, budget)) return true;
  return false;
}
