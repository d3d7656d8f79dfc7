// Expressions of vectors -> calls: a sum is one `combine`; the vectors inside it that need a call of their own are named
// by their text in the program.
import {
  multiples,
  numberOf,
  type Algebra,
  type Factor,
  type Multiple,
  type Part,
} from "../check/vector-algebra.js";
import { array, object, string, type Fields } from "./printer.js";
import type { Expression } from "../syntax/ast.js";
import { numeral, type Printing } from "./clause-values.js";

/** A number that TypeScript computes. */
function computed(p: Printing, value: Expression): string {
  if (value.kind === "hole" || value.kind === "name") return p.name(value);
  if (value.kind !== "sum") return "0"; // a vector where a number belongs: the checker has said so
  const terms = value.terms.map(({ minus, value: term }, i) => {
    const sign = minus ? (i ? " - " : "-") : i ? " + " : "";
    return sign + number(p, numberOf(term));
  });
  return `(${terms.join("")})`;
}

function number(p: Printing, { constant, others }: Factor): string {
  const written = constant === 1 && others.length ? [] : [numeral(constant)];
  return [...written, ...others.map((other) => computed(p, other))].join(" * ");
}

/** The one vector that nothing is done to. */
function alone(terms: readonly Multiple[]): Part | null {
  const [only, ...more] = terms;
  return only && more.length === 0 && only.factor.constant === 1 && only.factor.others.length === 0
    ? only.of
    : null;
}

/** The place of an inner vector, and its text in the program as its name. */
function inner(p: Printing, value: Expression): Fields {
  const shown = value.kind === "group" ? value.of : value;
  const text = p.text.slice(shown.start, shown.end).replace(/\s+/g, " ");
  return { name: string(text), at: p.at(shown) };
}

function operand(p: Printing, value: Expression): string {
  const only = alone(multiples(algebraOf(p), value));
  if (only?.kind === "name" || only?.kind === "hole") return p.name(only);
  return expression(p, value, inner(p, value));
}

const algebraOf = ({ open }: Printing): Algebra => ({ open, report: () => undefined });

/** The call that makes the vector, with these fields before its own. */
export function expression(p: Printing, value: Expression, named: Fields): string {
  const terms = multiples(algebraOf(p), value);
  const only = alone(terms);
  if (only?.kind === "unit") return `_steer.unit(${object({ ...named, of: operand(p, only.of) })})`;
  if (only?.kind === "without") {
    const parts = { of: operand(p, only.of), without: operand(p, only.without) };
    return `_steer.without(${object({ ...named, ...parts })})`;
  }
  const printed = terms.map(({ factor, of }) => {
    const vector = of.kind === "name" || of.kind === "hole" ? p.name(of) : expression(p, of, inner(p, of));
    return object({ factor: number(p, factor), of: vector });
  });
  return `_steer.combine(${object({ ...named, terms: array(printed) })})`;
}
