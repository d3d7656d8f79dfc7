// The arguments of calls, put in the order of a function's parameters.
import { unsupported, wrong } from "../template-errors.js";
import type { Arguments, Value } from "../python/values.js";
import { kindOf, Markup } from "../python/values.js";

/**
 * Values for parameters, in their order; undefined for an optional one that was not given. A parameter is a name, with "?"
 * behind it where it is optional, and "/" before it where it cannot be given by name. Throws what Python would.
 */
export function bind(what: string, args: Arguments, parameters: readonly string[]): (Value | undefined)[] {
  const most = parameters.length;
  if (args.positional.length > most) {
    wrong(`${what} takes ${most} argument${most === 1 ? "" : "s"} at most, not ${args.positional.length}`);
  }
  const named = new Map(args.named);
  const values = parameters.map((parameter, i) => {
    const name = parameter.replace(/^\/|\?$/g, "");
    const byName = parameter.startsWith("/") ? undefined : named.get(name);
    const given = args.positional[i];
    if (byName !== undefined) named.delete(name);
    if (given !== undefined && byName !== undefined) wrong(`${what} is given "${name}" twice`);
    const value = given ?? (given === null ? null : byName);
    if (value === undefined && !parameter.endsWith("?")) wrong(`${what} needs "${name}"`);
    return value;
  });
  for (const name of named.keys()) wrong(`${what} knows no "${name}"`);
  return values;
}

/** A str. */
export function text(value: Value | undefined, what: string): string {
  if (value instanceof Markup) return unsupported(`${what} of a text marked by escape or safe`);
  return typeof value === "string" ? value : wrong(`${what} takes a str, not a ${kindOf(value ?? null)}`);
}

/** An int (or bool), as a number; one far outside of what a list or text can hold is cut to 2^40. */
export function whole(value: Value | undefined, what: string): number {
  if (typeof value === "boolean") return Number(value);
  if (typeof value !== "bigint") return wrong(`${what} takes a whole number, not a ${kindOf(value ?? null)}`);
  const far = 2n ** 40n;
  return Number(value > far ? far : value < -far ? -far : value);
}
