// Reviewed charts: the specification as text, a line for each part that fits one, so that a change can be read; and a few pictures.
// After an intended change: STEERLAB_GOLDEN=update node scripts/test.mjs runtime/report. It prints what changed; look at the pictures too.
import { readFile, writeFile } from "node:fs/promises";
import * as assert from "uvu/assert";
import type { Specification } from "../../../src/runtime/results/chart.js";

const width = 120;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** JSON in a stable order of keys; what does not fit a line is spread over several. */
export function formatted(value: unknown, indent = "", used = 0): string {
  const line = JSON.stringify(value, (_, part: unknown) =>
    isObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
  if (typeof value !== "object" || value === null || indent.length + used + line.length < width) return line;
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((part: unknown) => `${inner}${formatted(part, inner)}`)
    : Object.entries(value)
        .filter(([, part]) => part !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, part]) => `${inner}${JSON.stringify(key)}: ${formatted(part, inner, key.length + 4)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open}\n${parts.join(",\n")}\n${indent}${close}`;
}

/** The lines that only one of two texts has, at most ten of each. */
function changes(before: string, now: string): string {
  const [old, fresh] = [before.split("\n"), now.split("\n")];
  const only = (mark: string, some: readonly string[], others: ReadonlySet<string>) => {
    const lines = some.filter((line) => !others.has(line));
    const more = lines.length > 10 ? [`${mark} … and ${lines.length - 10} more`] : [];
    return [...lines.slice(0, 10).map((line) => `${mark} ${line}`), ...more];
  };
  return [...only("-", old, new Set(fresh)), ...only("+", fresh, new Set(old))].join("\n");
}

/** Compares with the reviewed file, or replaces it and prints what changed. */
async function compare(file: string, text: string): Promise<void> {
  const path = new URL(`golden/${file}`, import.meta.url);
  if (process.env["STEERLAB_GOLDEN"] === "update") {
    const before = await readFile(path, "utf8").catch(() => "");
    if (before === text) return;
    await writeFile(path, text);
    console.log(`golden/${file}: ${before ? `changed\n${changes(before, text)}` : "new"}`);
    return;
  }
  const reviewed = await readFile(path, "utf8");
  assert.ok(text === reviewed, `golden/${file} is not what was reviewed:\n${changes(reviewed, text)}`);
}

/** The specification is the reviewed one. */
export const assertSpec = (name: string, spec: Specification): Promise<void> =>
  compare(`${name}.json`, `${formatted(spec)}\n`);

/** Charts whose picture is reviewed as well: one of lines, one of points, one of densities, one of cells. */
const drawn: ReadonlySet<string> = new Set(["curve-few", "items-few", "variance-few", "matrix"]);

/** The picture is the reviewed one, where one is kept. */
export async function assertPicture(name: string, svg: string): Promise<void> {
  if (drawn.has(name)) await compare(`${name}.svg`, `${svg}\n`);
}
