// Checks what a `.steer` file imports, and what its holes hold against the types that their places need, with
// TypeScript's own words.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Project } from "ts-morph";
import type { Compiled } from "./compile.js";
import { diagnostic, type Diagnostic } from "./errors.js";
import { morph } from "./morph.js";
import type { Span } from "./places.js";

let project: Project | null = null;

/** The declarations of steerlab itself: dist/index.d.ts beside the built language, src/index.ts beside its source. */
function declarations(): string {
  const built = fileURLToPath(new URL("../index.d.ts", import.meta.url));
  return existsSync(built) ? built : fileURLToPath(new URL("../index.ts", import.meta.url));
}

function onDisk(): Project {
  const { Project: Make, ts } = morph();
  project ??= new Make({
    skipAddingFilesFromTsConfig: true,
    compilerOptions: {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      allowImportingTsExtensions: true,
      lib: ["lib.es2023.d.ts"],
      // From our own packages: the program may lie in a folder that has none.
      typeRoots: [dirname(dirname(createRequire(import.meta.url).resolve("@types/node/package.json")))],
      types: ["node"],
      paths: { steerlab: [declarations()] },
    },
  });
  return project;
}

/** Where in the program: TypeScript reports a wrong type on the field's name, `field: (hole)`; the hole is meant. */
function spanOf(compiled: Compiled, { start, end }: Span): Span {
  const after = compiled.holes.find((hole) => {
    const gap = (compiled.toGenerated(hole.inner.start) ?? -1) - end;
    return gap >= 0 && gap <= ": (".length;
  });
  return after ?? compiled.sourceSpan({ start, end });
}

/** Errors of the whole generated text, located in the program. The first call takes a second or two, later ones some 50 ms. */
export function checkTypes(compiled: Compiled, { baseFolder }: { baseFolder: string }): Diagnostic[] {
  const { ts } = morph();
  const path = join(baseFolder, "steerlab-program.ts");
  const source = onDisk().createSourceFile(path, compiled.code, { overwrite: true });
  const found = source.getPreEmitDiagnostics().map(({ compilerObject }) => {
    const start = compilerObject.start ?? 0;
    const span = spanOf(compiled, { start, end: start + (compilerObject.length ?? 1) });
    const message = ts.flattenDiagnosticMessageText(compilerObject.messageText, " ").replace(/\s+/g, " ");
    const imported = compiled.imports.some((one) => one.start <= span.start && span.start < one.end);
    return diagnostic(imported ? "E238" : "E230", span, { message });
  });
  source.forget();
  return found.sort((a, b) => a.span.start - b.span.start);
}

/** The type errors of a program with TypeScript in it; without any there is nothing to ask and nothing is loaded. */
export function checkHoles(compiled: Compiled, options: { baseFolder: string }): Diagnostic[] {
  return compiled.ok && compiled.holes.length + compiled.imports.length > 0
    ? checkTypes(compiled, options)
    : [];
}
