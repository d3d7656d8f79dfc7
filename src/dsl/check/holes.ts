// Checks what a `.steer` file imports, and what its holes hold against the types that their places need, with
// TypeScript's own words.
import { join } from "node:path";
import { problemsOf } from "../../modules/type-check.js";
import { sentenceOf, shown } from "../../modules/located-failure.js";
import { slashes } from "../../modules/resolve.js";
import type { Compiled } from "../compile.js";
import { diagnostic, type Diagnostic } from "../diagnostics/language-errors.js";
import type { Span } from "../../runtime/errors/text-positions.js";

/** Where in the program: TypeScript reports a wrong type on the field's name, `field: (hole)`; the hole is meant. */
function spanOf(compiled: Compiled, { start, end }: Span): Span {
  const after = compiled.holes.find((hole) => {
    const gap = (compiled.toGenerated(hole.inner.start) ?? -1) - end;
    return gap >= 0 && gap <= ": (".length;
  });
  return after ?? compiled.sourceSpan({ start, end });
}

/**
 * Errors of the whole generated text, located in the program, then those of the files that it imports, located there. The first call
 * takes a second or two, later ones some 50 ms.
 */
export function checkTypes(compiled: Compiled, { baseFolder }: { baseFolder: string }): Diagnostic[] {
  const path = slashes(join(baseFolder, "steerlab-program.ts"));
  const found = problemsOf([path], new Map([[path, compiled.code]]));
  const own = found.filter((one) => one.path === path);
  const here = own.map(({ start, length, message }) => {
    const span = spanOf(compiled, { start, end: start + length });
    const imported = compiled.imports.some((one) => one.start <= span.start && span.start < one.end);
    return diagnostic(imported ? "E238" : "E230", span, { message });
  });
  const elsewhere = found
    .filter((one) => one.path !== path)
    .map(({ code, path: file, text, start, length, message }) => ({
      ...diagnostic(code, { start, end: start + Math.max(1, length) }, { message: sentenceOf(message) }),
      file: { name: shown(file), text },
    }));
  return [...here.sort((a, b) => a.span.start - b.span.start), ...elsewhere];
}

/** The type errors of a program with TypeScript in it; without any there is nothing to ask and nothing is loaded. */
export function checkHoles(compiled: Compiled, options: { baseFolder: string }): Diagnostic[] {
  return compiled.ok && compiled.holes.length + compiled.imports.length > 0
    ? checkTypes(compiled, options)
    : [];
}
