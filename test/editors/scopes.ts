// What an editor would colour: a small reader of TextMate grammars, enough for ours. Patterns of other grammars match nothing.
import type { Pattern, TextMate } from "../../scripts/docs/textmate-grammar.js";

/** A stretch of text with the scopes that it lies in. */
export interface Scoped {
  readonly start: number;
  readonly end: number;
  readonly scopes: readonly string[];
}

interface Open {
  readonly scopes: readonly string[];
  readonly patterns: readonly Pattern[];
  /** Null for the grammar itself. */
  readonly end: string | null;
  readonly name: string | undefined;
}

function flat(grammar: TextMate, patterns: readonly Pattern[]): Pattern[] {
  return patterns.flatMap((one) => {
    if (!one.include) return [one];
    return one.include.startsWith("#")
      ? flat(grammar, grammar.repository[one.include.slice(1)]!.patterns)
      : [];
  });
}

/** The first match at or after `from`; the one that comes first in the list wins where several begin there. */
function earliest(
  line: string,
  from: number,
  all: readonly { readonly source: string; readonly pattern: Pattern | null }[],
) {
  let best: { match: RegExpExecArray; pattern: Pattern | null } | null = null;
  for (const { source, pattern } of all) {
    const wanted = new RegExp(source, "dg");
    wanted.lastIndex = from;
    const match = wanted.exec(line);
    if (match && (!best || match.index < best.match.index)) best = { match, pattern };
  }
  return best;
}

export function scopesOf(grammar: TextMate, text: string): Scoped[] {
  const found: Scoped[] = [];
  const stack: Open[] = [{ scopes: [], patterns: grammar.patterns, end: null, name: undefined }];
  let base = 0;
  for (const line of text.split("\n")) {
    let at = 0;
    const add = (start: number, end: number, scopes: readonly string[]) => {
      if (end > start) found.push({ start: base + start, end: base + end, scopes });
    };
    for (let steps = 0; steps <= line.length * 2 + 2; steps++) {
      const open = stack.at(-1)!;
      const inner = flat(grammar, open.patterns).map((pattern) => ({
        source: pattern.match ?? pattern.begin!,
        pattern,
      }));
      const best = earliest(
        line,
        at,
        open.end === null ? inner : [{ source: open.end, pattern: null }, ...inner],
      );
      if (!best) break;
      const { match, pattern } = best;
      const end = match.index + match[0].length;
      add(at, match.index, open.scopes);
      const scopes = [...open.scopes, ...(pattern?.name ? [pattern.name] : [])];
      add(match.index, end, pattern === null || !pattern.captures ? scopes : open.scopes);
      for (const [group, { name }] of Object.entries(pattern?.captures ?? {})) {
        const [from, to] = match.indices![Number(group)]!;
        add(from, to, [...scopes, name]);
      }
      if (pattern === null) stack.pop();
      else if (pattern.begin)
        stack.push({
          scopes: [...scopes, ...(pattern.contentName ? [pattern.contentName] : [])],
          patterns: pattern.patterns ?? [],
          end: pattern.end!,
          name: pattern.name,
        });
      at = end;
    }
    add(at, line.length, stack.at(-1)!.scopes);
    base += line.length + 1;
  }
  return found;
}
