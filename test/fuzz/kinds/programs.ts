import { readFileSync, readdirSync } from "node:fs";
import { compile, format, formatDiagnostic } from "../../../src/dsl/index.js";
import { byteDamages } from "../damage.js";
import type { Kind } from "../kind.js";

const folder = new URL("../../../examples/", import.meta.url);

export const programs: Kind = {
  ending: ".steer",
  damages: byteDamages,
  seeds: () =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".steer"))
      .sort()
      .map((name) => readFileSync(new URL(name, folder))),
  read(path) {
    const text = readFileSync(path, "utf8");
    const compiled = compile(text);
    for (const one of compiled.diagnostics) formatDiagnostic(text, one, "a.steer");
    const laidOut = format(text);
    if (compiled.ok && !laidOut.ok) throw new Error("a program that compiles is not laid out");
    if (laidOut.ok) {
      const again = format(laidOut.text);
      if (!again.ok || again.text !== laidOut.text) throw new Error("the layout of a layout is another");
    }
  },
};
