// Which names a statement uses: those that stand in it, and those that the TypeScript in its holes may mean.
import type { Span } from "../../runtime/errors/text-positions.js";
import type { Hole, Reference, Statement } from "../syntax/ast.js";

/** A name where it is used. */
export interface Use {
  readonly name: string;
  readonly span: Span;
}

const word =
  /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\/[^\n]*|\/\*[^]*?\*\/|\.\s*[A-Za-z_$][\w$]*|[A-Za-z_$][\w$]*/g;

/** Every word of some TypeScript that may be a name: not in quotes or comments, not behind a point. */
export function wordsOf(code: string): { readonly name: string; readonly start: number }[] {
  return [...code.matchAll(word)]
    .filter(([found]) => /^[A-Za-z_$]/.test(found))
    .map((match) => ({ name: match[0], start: match.index ?? 0 }));
}

type Named = Reference | Hole;

function namedIn(value: unknown): Named[] {
  if (Array.isArray(value)) return value.flatMap(namedIn);
  if (!value || typeof value !== "object") return [];
  if ("kind" in value && (value.kind === "name" || value.kind === "hole")) return [value as Named];
  return Object.values(value).flatMap(namedIn);
}

/** In the order of the text; `known` are the names that words in holes are looked up among. */
export function usesOf(text: string, statement: Statement, known: (name: string) => boolean): Use[] {
  const found = namedIn(statement).flatMap((one): Use[] => {
    if (one.kind === "name") return [{ name: one.name, span: { start: one.start, end: one.end } }];
    const { start, end } = one.inner;
    return wordsOf(text.slice(start, end))
      .filter(({ name }) => known(name))
      .map(({ name, start: at }) => ({ name, span: { start: start + at, end: start + at + name.length } }));
  });
  return found.sort((a, b) => a.span.start - b.span.start);
}
