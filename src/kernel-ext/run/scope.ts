// What the code of a cell refers to: `exports` with the values of all cells, and `require` from the notebook's folder.
import Module, { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { ReadyCell } from "../messages.js";

export type Values = Record<string, unknown>;

/** The compiler defines imported names as getters; as plain values cells may declare them again. */
function valuesOf(kept: Values): Values {
  return new Proxy(kept, {
    defineProperty(_, name, { get, value }) {
      if (name !== "__esModule") kept[name as string] = get ? (get as () => unknown)() : (value as unknown);
      return true;
    },
  });
}

interface Compiled extends NodeModule {
  _compile(code: string, file: string): void;
}

/** Compiled files beside the notebook; a file that was compiled anew is loaded anew. */
class Files {
  private readonly code = new Map<string, string>();
  private readonly loaded = new Map<string, NodeModule>();

  add(files: ReadyCell["files"]): void {
    for (const { path, data } of files) {
      this.loaded.delete(path);
      this.code.set(path, data);
    }
  }

  has(file: string): boolean {
    return this.code.has(file.replaceAll("\\", "/").replace(/\.ts$/, ".js"));
  }

  /** `require` as seen from a folder, these files first. */
  require(from: string, otherwise: NodeJS.Require): NodeJS.Require {
    const load = (name: string): unknown => {
      const found = name.startsWith(".") ? this.find(join(from, name)) : null;
      return found ? found.exports : otherwise(name);
    };
    return Object.assign(load, otherwise);
  }

  private find(path: string): NodeModule | null {
    const file = [path, `${path}.js`, path.replace(/\.ts$/, ".js"), join(path, "index.js")].find((one) =>
      this.code.has(one),
    );
    if (file === undefined) return null;
    const known = this.loaded.get(file);
    if (known) return known;
    const made = new (Module as unknown as new (file: string) => Compiled)(file);
    made.filename = file;
    made.paths = (Module as unknown as { _nodeModulePaths(folder: string): string[] })._nodeModulePaths(
      dirname(file),
    );
    made.require = this.require(dirname(file), createRequire(file));
    this.loaded.set(file, made);
    try {
      made._compile(this.code.get(file)!, file);
    } catch (error) {
      this.loaded.delete(file);
      throw error;
    }
    return made;
  }
}

export interface Scope {
  readonly values: Values;
  /** What cells get as `exports` and `require`. */
  readonly exports: Values;
  readonly require: NodeJS.Require;
  add(files: ReadyCell["files"]): void;
  /** Whether a TypeScript file was added, compiled. */
  has(file: string): boolean;
}

export function openScope(folder: string): Scope {
  const values: Values = {};
  const files = new Files();
  return {
    values,
    exports: valuesOf(values),
    require: files.require(folder, createRequire(join(folder, "cell.js"))),
    add: (more) => files.add(more),
    has: (file) => files.has(file),
  };
}
