// What the language can read and the runtime cannot do yet: an error, so that it never does nothing silently.
import type { Span } from "../places.js";
import type { Clause, Kind, Statement } from "../tree.js";

export interface Coming {
  readonly span: Span;
  readonly what: string;
}

const clausesComing: ReadonlySet<string> = new Set(["trained", "tested", "pairing", "choose"]);

function ofClause({ clause, word, value }: Clause): Coming[] {
  if (clausesComing.has(clause)) return [{ span: word, what: `The clause \`${clause}\`` }];
  const where = clause === "apply" && value.kind === "apply" ? value.where : value;
  if (where.kind === "phrase") return [{ span: where, what: "A `phrase`" }];
  if (clause === "by" && value.kind === "fixed" && value.value !== "mean difference")
    return [{ span: value, what: `The method \`${value.value}\`` }];
  if (clause === "against" && value.kind === "list")
    return value.items
      .filter(({ control }) => control !== "random")
      .map((item) => ({ span: item, what: `The control \`${item.control}\`` }));
  return [];
}

export function coming(one: Statement, kindOf: (name: string) => Kind | null): Coming[] {
  if (one.kind === "generation") return [{ span: one.name, what: "A generation" }];
  const found = "clauses" in one ? one.clauses.flatMap(ofClause) : [];
  if (one.kind !== "evaluation") return found;
  const several = [one.vectors, one.concepts].filter(
    ({ items }) =>
      items.length > 1 ||
      items.some((item) => item.kind === "name" && ["vectors", "concepts"].includes(kindOf(item.name) ?? "")),
  );
  return [...found, ...several.map((span) => ({ span, what: "Measuring several at once" }))];
}
