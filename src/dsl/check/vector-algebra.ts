// The algebra of vectors: an expression -> a sum of numbers times vectors. What only TypeScript knows (a hole, a name of a
// TypeScript cell) is a number or a vector as its place demands. Used by the checker for its errors and by the printer.
import type { Data, LanguageCode } from "../diagnostics/language-errors.js";
import type { Span } from "../../runtime/errors/text-positions.js";
import type { Expression, Hole, Reference } from "../syntax/ast.js";

/** `open`: only TypeScript knows. */
type Sort = "number" | "vector" | "open";

/** A vector with a name, or one that an inner call makes. */
export type Part = Reference | Hole | Extract<Expression, { kind: "unit" | "without" }>;

/** `constant` times the values of `others`, which TypeScript computes. */
export interface Factor {
  readonly constant: number;
  readonly others: readonly Expression[];
}

export interface Multiple {
  readonly factor: Factor;
  readonly of: Part;
}

/** Where mistakes go. */
export type Report = <C extends LanguageCode>(code: C, span: Span, data: Data<C>) => void;

/** What the expressions of one program need: which names are TypeScript's. */
export interface Algebra {
  readonly open: (name: string) => boolean;
  readonly report: Report;
}

const all = (sorts: readonly Sort[], sort: Sort) => sorts.every((one) => one === sort);

function sortOf(algebra: Algebra, value: Expression): Sort {
  switch (value.kind) {
    case "number":
      return "number";
    case "hole":
      return "open";
    case "name":
      return algebra.open(value.name) ? "open" : "vector";
    case "unit":
    case "without":
      return "vector";
    case "signed":
    case "group":
      return sortOf(algebra, value.of);
    default: {
      const parts = value.kind === "sum" ? value.terms.map((term) => term.value) : value.factors;
      const sorts = parts.map((part) => sortOf(algebra, part));
      return sorts.includes("vector") ? "vector" : all(sorts, "number") ? "number" : "open";
    }
  }
}

const times = ({ factor, of }: Multiple, more: Factor): Multiple => ({
  factor: { constant: factor.constant * more.constant, others: [...more.others, ...factor.others] },
  of,
});

const minus: Factor = { constant: -1, others: [] };

/** A number as a factor: what is written is multiplied out, the rest is left to TypeScript. */
export function numberOf(value: Expression): Factor {
  switch (value.kind) {
    case "number":
      return { constant: value.value, others: [] };
    case "group":
      return numberOf(value.of);
    case "signed": {
      const { constant, others } = numberOf(value.of);
      return { constant: value.minus ? -constant : constant, others };
    }
    case "product":
      return value.factors.map(numberOf).reduce((a, b) => ({
        constant: a.constant * b.constant,
        others: [...a.others, ...b.others],
      }));
    case "sum": {
      const terms = value.terms.map((term) => ({ ...term, number: numberOf(term.value) }));
      if (terms.some(({ number }) => number.others.length)) return { constant: 1, others: [value] };
      const signed = terms.map((term) => (term.minus ? -1 : 1) * term.number.constant);
      return { constant: signed.reduce((a, b) => a + b), others: [] };
    }
    default:
      return { constant: 1, others: [value] };
  }
}

/** The factor that is the vector: the one that must be, else the one name, else the one thing that may be. */
function vectorAmong(
  algebra: Algebra,
  product: Extract<Expression, { kind: "product" }>,
): Expression | undefined {
  const { factors } = product;
  const sorts = factors.map((factor) => sortOf(algebra, factor));
  const vectors = factors.filter((_, i) => sorts[i] === "vector");
  if (vectors.length > 1) algebra.report("E220", product, { vectors: vectors.length });
  if (vectors.length) return vectors[0];
  const open = factors.filter((_, i) => sorts[i] === "open");
  const names = open.filter(({ kind }) => kind === "name");
  const likely = names.length ? names : open;
  if (open.length === 0) algebra.report("E220", product, { vectors: 0 });
  else if (likely.length > 1) algebra.report("E233", product, {});
  return likely[0];
}

/** The expression as a sum of multiples; empty where it is none, which has been reported. */
export function multiples(algebra: Algebra, value: Expression): readonly Multiple[] {
  switch (value.kind) {
    case "number":
      algebra.report("E220", value, { vectors: 0 });
      return [];
    case "name":
    case "hole":
    case "unit":
    case "without":
      return [{ factor: { constant: 1, others: [] }, of: value }];
    case "group":
      return multiples(algebra, value.of);
    case "signed": {
      const inner = multiples(algebra, value.of);
      return value.minus ? inner.map((one) => times(one, minus)) : inner;
    }
    case "sum":
      return sum(algebra, value);
    case "product": {
      const vector = vectorAmong(algebra, value);
      if (!vector) return [];
      const numbers = value.factors.filter((factor) => factor !== vector).map(numberOf);
      return multiples(algebra, vector).map((one) => numbers.reduceRight(times, one));
    }
  }
}

function sum(algebra: Algebra, { terms, ...span }: Extract<Expression, { kind: "sum" }>): Multiple[] {
  const sorts = terms.map(({ value }) => sortOf(algebra, value));
  if (all(sorts, "number")) {
    algebra.report("E220", span, { vectors: 0 });
    return [];
  }
  return terms.flatMap(({ minus: negative, value }, i) => {
    if (sorts[i] === "number") {
      algebra.report("E232", value, {});
      return [];
    }
    const made = multiples(algebra, value);
    return negative ? made.map((one) => times(one, minus)) : made;
  });
}

/** Reports what is wrong in an expression and in the vectors inside it. */
export function checkExpression(algebra: Algebra, value: Expression): void {
  for (const { of } of multiples(algebra, value)) {
    if (of.kind === "unit") checkExpression(algebra, of.of);
    if (of.kind === "without") {
      checkExpression(algebra, of.of);
      checkExpression(algebra, of.without);
    }
  }
}
