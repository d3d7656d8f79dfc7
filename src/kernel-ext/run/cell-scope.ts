// What the code of a cell refers to: `exports` with the values of all cells, and `require`, which gives what was loaded for the cell.
import { createRequire } from "node:module";
import { join } from "node:path";

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

export interface Scope {
  readonly values: Values;
  /** What cells get as `exports` and `require`. */
  readonly exports: Values;
  readonly require: NodeJS.Require;
  /** What `require(name)` gives from now on. */
  provide(name: string, module: unknown): void;
}

export function openScope(folder: string): Scope {
  const values: Values = {};
  const provided = new Map<string, unknown>();
  const own = createRequire(join(folder, "cell.js"));
  const require = (name: string): unknown => (provided.has(name) ? provided.get(name) : own(name));
  return {
    values,
    exports: valuesOf(values),
    require: Object.assign(require, own),
    provide: (name, module) => void provided.set(name, module),
  };
}
