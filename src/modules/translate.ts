// One file as a module that the loader runs, with the map back to its text.
import { SourceMap, type SourceMapPayload } from "node:module";
import { failureIn, type Source } from "./located-failure.js";
import { translating, typescript } from "./compiler.js";

export interface Translated {
  readonly code: string;
  /** Names that the file takes from others: the position of the module in the list of imports, and the name. */
  readonly taken: readonly { readonly from: number; readonly name: string }[];
  /** Line and column (from 1) in the text, of a line and column of the code. */
  place(line: number, column: number): { readonly line: number; readonly column: number } | null;
}

/** The variables in which the code keeps the modules that it imports names from, in the order of the imports. */
function variables(code: string): (string | null)[] {
  const setters = /\n {8}setters: \[([^]*?)\n {8}\],\n/.exec(code)?.[1] ?? "";
  return [...setters.matchAll(/\n {12}function \([\w$]+\) \{([^]*?)\n {12}\}/g)].map(
    ([, body = ""]) => /^\n\s+([\w$]+_\d+) = [\w$]+;/.exec(body)?.[1] ?? null,
  );
}

/** @throws E243 where the text is no TypeScript (or JavaScript) */
export function translate(source: Source): Translated {
  const compiler = typescript();
  const {
    outputText,
    sourceMapText = "{}",
    diagnostics = [],
  } = compiler.transpileModule(source.text, {
    fileName: /\.[cm]?[jt]sx?$/.test(source.path) ? source.path : `${source.path}.ts`,
    reportDiagnostics: true,
    compilerOptions: translating(),
  });
  const [wrong] = diagnostics.filter(({ category }) => category === compiler.DiagnosticCategory.Error);
  if (wrong) {
    const message = compiler.flattenDiagnosticMessageText(wrong.messageText, " ");
    throw failureIn("E243", source, wrong.start ?? 0, wrong.length ?? 1, `TypeScript: ${message}`);
  }
  const code = outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n");
  const taken = variables(code).flatMap((variable, from) =>
    variable === null
      ? []
      : [
          ...new Set(
            [
              ...code.matchAll(
                new RegExp(`\\b${variable.replaceAll("$", "\\$")}\\.([A-Za-z_$][\\w$]*)`, "g"),
              ),
            ].map(([, name = ""]) => name),
          ),
        ].map((name) => ({ from, name })),
  );
  const map = new SourceMap(JSON.parse(sourceMapText) as SourceMapPayload);
  return {
    code,
    taken,
    place(line, column) {
      const entry = map.findEntry(line - 1, column - 1);
      return "originalLine" in entry
        ? { line: entry.originalLine + 1, column: entry.originalColumn + 1 }
        : null;
    },
  };
}
