// A model whose engine tells which groups each run computes.
import type { Model } from "../../../src/runtime/session/types.js";

/** The model; the keys of the groups of each run are added to `runs`. */
export function counting(model: Model, runs: string[][]): Model {
  const open = async () => {
    const opened = await model.open();
    const { engine } = opened;
    const run: typeof engine.run = (directionTable, groups, options) => {
      runs.push(groups.map(({ key }) => key).filter((key) => !options?.done?.has(key)));
      return engine.run(directionTable, groups, options);
    };
    const get = (target: typeof engine, key: string | symbol): unknown => {
      const value: unknown = key === "run" ? run : Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    };
    return { ...opened, engine: new Proxy(engine, { get }) };
  };
  return { ...model, open };
}
