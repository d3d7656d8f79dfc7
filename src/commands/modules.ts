// What a program imports while it runs: "steerlab" is what runs it, TypeScript files are translated, and all else is
// looked for from the file that names it.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";
import { morph } from "../dsl/morph.js";

export type Require = (name: string) => unknown;

const here = fileURLToPath(import.meta.url);
const typescript = /\.[cm]?ts$/;

/** TypeScript as what Node runs, with its own source map. */
export function translated(code: string): { readonly code: string; readonly map: string } {
  const { ts } = morph();
  const { outputText, sourceMapText = "{}" } = ts.transpileModule(code, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
      esModuleInterop: true,
      sourceMap: true,
    },
  });
  return { code: outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n"), map: sourceMapText };
}

/** The TypeScript file that a relative name means; null for everything else. */
function file(name: string, from: string): string | null {
  if (!/^\.{1,2}\//.test(name)) return null;
  const path = resolve(dirname(from), name);
  const written = typescript.test(path) ? path : path.replace(/\.([cm]?)js$/, ".$1ts");
  return typescript.test(written) && existsSync(written) && (written === path || !existsSync(path))
    ? written
    : null;
}

/** Files that are translated, each once. */
export class Modules {
  private readonly loaded = new Map<string, { exports: unknown }>();

  constructor(private readonly api: object) {}

  /** Whether the file of a stack trace was translated for the program, or is the one that loads such files. */
  has(file: string): boolean {
    return this.loaded.has(file) || file === import.meta.url || file === here;
  }

  /** `require` for the code of this file. */
  requireFor(from: string): Require {
    const own = createRequire(from);
    return (name) => {
      if (name === "steerlab") return this.api;
      const path = file(name, from);
      return path === null ? (own(name) as unknown) : this.load(path);
    };
  }

  private load(path: string): unknown {
    const known = this.loaded.get(path);
    if (known) return known.exports;
    const module = { exports: {} as unknown };
    this.loaded.set(path, module);
    const { code } = translated(readFileSync(path, "utf8"));
    const script = new Script(`((exports, require, module) => {${code}\n})`, { filename: path });
    const body = script.runInThisContext() as (exports: unknown, require: Require, module: object) => void;
    body(module.exports, this.requireFor(path), module);
    return module.exports;
  }
}
