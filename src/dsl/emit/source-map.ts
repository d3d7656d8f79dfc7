// The two-way map between a program and the TypeScript it becomes: parts copied letter by letter, and whole statements.
import type { Span } from "../../runtime/errors/text-positions.js";

export interface Part {
  readonly generated: number;
  readonly source: number;
  readonly length: number;
}

export interface StatementRange {
  readonly generated: Span;
  readonly source: Span;
}

export interface SourceMap {
  readonly parts: readonly Part[];
  readonly statements: readonly StatementRange[];
}

/** Offset in the generated text, where the cursor stands in or at a copied part (the longest wins); else null. */
export function toGenerated({ parts }: SourceMap, offset: number): number | null {
  const touching = parts.filter(({ source, length }) => source <= offset && offset <= source + length);
  const longest = touching.sort((a, b) => b.length - a.length)[0];
  return longest ? longest.generated + offset - longest.source : null;
}

/** Offset in the program: exact inside a copied part, else the start of the statement it belongs to. */
export function toSource({ parts, statements }: SourceMap, offset: number): number {
  const part = parts.find(({ generated, length }) => generated <= offset && offset <= generated + length);
  if (part) return part.source + offset - part.generated;
  const within = statements.filter(({ generated }) => generated.start <= offset).at(-1) ?? statements[0];
  return within?.source.start ?? 0;
}

/** The span of the program that a span of the generated text stands for: exact in a copied part, else its statement. */
export function sourceSpan(map: SourceMap, { start, end }: Span): Span {
  const { parts, statements } = map;
  const part = parts.find((p) => p.generated <= start && start <= p.generated + p.length);
  if (part) {
    const from = part.source + start - part.generated;
    return { start: from, end: Math.max(from, Math.min(from + end - start, part.source + part.length)) };
  }
  return (
    (statements.filter(({ generated }) => generated.start <= start).at(-1) ?? statements[0])?.source ?? {
      start: 0,
      end: 0,
    }
  );
}
