// What TypeScript says about a cell, in the cell's own offsets and in one voice.
import type { SteerCompiler } from "../cells/compiler.js";
import { kernelFailure } from "../errors/kernel-errors.js";
import { typescriptProblem, type Problem } from "../errors/traceback.js";
import { newerForm } from "./newer-syntax.js";
import type { TypeScriptDiagnostic } from "./tslab.js";
import { steerProblem, type Unit } from "../cells/translate-cell.js";

/** Messages about one span belong together: a statement of what is wrong and why. */
function grouped(found: readonly TypeScriptDiagnostic[]): (TypeScriptDiagnostic & { messages: string[] })[] {
  const groups: (TypeScriptDiagnostic & { messages: string[] })[] = [];
  for (const one of found) {
    const last = groups.at(-1);
    if (last && last.start.offset === one.start.offset && last.end.offset === one.end.offset)
      last.messages.push(one.messageText);
    else groups.push({ ...one, messages: [one.messageText] });
  }
  return groups;
}

/** A form that the compiler does not know makes it stumble over what follows, too: that alone is told. */
function tooNew(compiler: SteerCompiler, source: string, starts: readonly number[]): Problem[] | null {
  const found = newerForm(source, starts);
  if (!found) return null;
  const { code, sentence, remedy } = kernelFailure("E811", found);
  const span = { start: found.start, end: found.start + found.form.length };
  return [steerProblem(compiler, source, { code, span, sentence, remedy })];
}

export function problemsOf(
  { compiler }: { compiler: SteerCompiler },
  source: string,
  unit: Unit,
  found: readonly TypeScriptDiagnostic[],
): Problem[] {
  const isSteer = compiler.steerCell(source);
  const starts = found.flatMap(({ fileName, start }) =>
    fileName ? [] : [unit.toSource({ start: start.offset, end: start.offset }).start],
  );
  const foreign = isSteer || !found.length ? null : compiler.magicIn(source);
  if (foreign) {
    const { code, sentence, remedy } = kernelFailure("E814", foreign);
    const span = { start: foreign.start, end: foreign.start + foreign.word.length };
    return [steerProblem(compiler, source, { code, span, sentence, remedy })];
  }
  const newer = isSteer ? null : tooNew(compiler, source, starts);
  if (newer) return newer;
  return grouped(found).map(({ fileName, start, end, code, messages }) => {
    const [message = ""] = messages;
    if (fileName) {
      const evalue = `TS${code}: ${message}`;
      const line = `${fileName}:${start.line + 1}:${start.character + 1} - ${evalue}`;
      return { ename: "TypeScriptError", evalue, lines: [line, ...messages.slice(1)] };
    }
    const span = unit.toSource({ start: start.offset, end: end.offset });
    if (!isSteer) return typescriptProblem(source, { ...span, code, messages });
    const words = compiler.languageErrors.E230({ message: messages.join(" ").replace(/[^.?!]$/, "$&.") });
    return steerProblem(compiler, source, { code: "E230", span, ...words });
  });
}
