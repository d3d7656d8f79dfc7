// TypeScript files outside the notebook's folder, compiled when they are loaded; those inside come compiled with the cell.
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import type ts from "@tslab/typescript-for-tslab";
import { kernelFailure } from "../errors.js";
import { packageFolder } from "../packages.js";
import { waitingLine, withMeta } from "../sources.js";

export const own = createRequire(join(packageFolder, "package.json"));

const known = new Map<string, { readonly changed: number; readonly code: string }>();

/**
 * JavaScript of a file, compiled again when the file has changed; then all such files are loaded anew.
 * @throws E812
 */
export function compiledFile(file: string): string {
  const changed = statSync(file).mtimeMs;
  const before = known.get(file);
  if (before?.changed === changed) return before.code;
  if (before) for (const path of known.keys()) Reflect.deleteProperty(own.cache, path);
  // The compiler is loaded only when a cell needs it.
  const theirs = createRequire(own.resolve("tslab/package.json"));
  const compiler = theirs("@tslab/typescript-for-tslab") as typeof ts;
  const source = readFileSync(file, "utf8");
  const line = waitingLine(compiler, source);
  if (line !== null) throw kernelFailure("E812", { file: relative(process.cwd(), file), line });
  const { outputText } = compiler.transpileModule(source, {
    fileName: file,
    compilerOptions: {
      module: compiler.ModuleKind.CommonJS,
      target: compiler.ScriptTarget.ES2022,
      esModuleInterop: true,
    },
  });
  const code = withMeta(compiler, outputText);
  known.set(file, { changed, code });
  return code;
}
