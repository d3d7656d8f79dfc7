// Forms of TypeScript that are newer than the compiler of cells: what can be done without is blanked, of the rest is said what
// takes its place.
import type ts from "@tslab/typescript-for-tslab";

const attributes = /^\s*with\s*\{[^{}]*\}/;

/** The source without `with { type: "json" }` behind the names of imports: what a file is, its name says. Nothing is moved. */
export function withoutAttributes(compiler: typeof ts, source: string): string {
  if (!/\bwith\s*\{/.test(source)) return source;
  const file = compiler.createSourceFile("cell.ts", source, compiler.ScriptTarget.Latest, false);
  let text = source;
  for (const statement of file.statements) {
    if (!compiler.isImportDeclaration(statement) && !compiler.isExportDeclaration(statement)) continue;
    const end = statement.moduleSpecifier?.end;
    const found = end === undefined ? null : attributes.exec(source.slice(end));
    if (found)
      text = text.slice(0, end) + found[0].replace(/[^\r\n]/g, " ") + text.slice(end! + found[0].length);
  }
  return text;
}

/** A form that cells cannot have: how it begins, since when TypeScript knows it, and what to write. */
interface Newer {
  readonly form: string;
  readonly begins: RegExp;
  readonly since: string;
  readonly instead: string;
}

export const usingInstead = "Write `const` and call what disposes of the value in `try { … } finally { … }`.";

const newer: readonly Newer[] = [
  {
    form: "using",
    begins: /^using\s+[\w$]+\s*(?:[=:;]|of\b)/,
    since: "5.2",
    instead: usingInstead,
  },
];

/** The form that begins at one of these offsets, where the compiler stumbled. */
export function newerForm(
  source: string,
  offsets: readonly number[],
): (Newer & { readonly start: number }) | null {
  for (const start of offsets)
    for (const one of newer) if (one.begins.test(source.slice(start))) return { ...one, start };
  return null;
}
