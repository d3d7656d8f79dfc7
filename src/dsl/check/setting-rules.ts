// Named settings: whether there is such a one, whether it may stand here, whether it has this value, and each once.
import { nearest } from "../../runtime/errors/nearest.js";
import { settingNames, settingOf, type Owner } from "../clauses.js";
import { either } from "../diagnostics/language-errors.js";
import { ownerWords } from "../syntax/expected-tokens.js";
import type { Clause, Hole, Setting } from "../syntax/ast.js";
import type { Checking } from "./name-scope.js";

/** The settings that may stand in this kind of block. */
export const settingsOf = (owner: Owner): readonly string[] =>
  settingNames.filter((name) => (settingOf(name)!.on as readonly Owner[]).includes(owner));

export function settingValue(checking: Checking, { name, value }: Setting, owner: Owner): void {
  const found = settingOf(name.value);
  if (!found) {
    const own = settingsOf(owner);
    checking.report("E237", name, { name: name.value, near: nearest(name.value, own), has: own });
    return;
  }
  if (!(found.on as readonly Owner[]).includes(owner)) {
    const belongs = either(found.on.map((on) => ownerWords[on]));
    checking.report("E206", name, {
      clause: `setting ${name.value}`,
      owner: ownerWords[owner],
      belongs,
    });
    return;
  }
  if (value.kind === "hole") return;
  const values = Object.keys(found.values);
  if (values.includes(value.value)) return;
  checking.report("E239", value, {
    name: name.value,
    value: value.value,
    near: nearest(value.value, values),
    has: values,
  });
}

const settings = (all: readonly Clause[]) =>
  all.flatMap((clause) => (clause.clause === "setting" ? [clause.value] : []));

/** The value that is written for a setting; "" for one that only TypeScript knows, null where there is none. */
export function writtenValue(all: readonly Clause[], name: string): string | null {
  const found = settings(all).find((one) => one.name.value === name);
  return found ? wordOf(found.value) : null;
}

const wordOf = (value: Setting["value"] | Hole): string => (value.kind === "choice" ? value.value : "");

export function settingsOnce(checking: Checking, all: readonly Clause[]): void {
  const seen = new Map<string, Setting>();
  for (const one of settings(all)) {
    const before = seen.get(one.name.value);
    if (before)
      checking.report("E205", one.name, {
        clause: `setting ${one.name.value}`,
        line: checking.lineOf(before),
      });
    else seen.set(one.name.value, one);
  }
}
