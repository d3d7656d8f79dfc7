// Contrast pairs from a JSON Lines file: {"prompt", "positive", "negative"} and, if wanted, "domain"; other keys are ignored.
import { readFileSync } from "node:fs";
import { basename, extname } from "node:path";
import { nearest } from "../../nearest.js";
import { fail } from "../errors/index.js";
import { shippedSets } from "../shipped/index.js";
import { checkSides, type FoundPair } from "./pairs.js";

const reasons: Readonly<Record<string, string>> = {
  EISDIR: "it is a folder",
  EACCES: "access is denied",
  EPERM: "access is denied",
};

/** The shipped set that a name without a file ending may have meant. */
const meantSet = (name: string) => (extname(name) ? null : nearest(name, shippedSets().keys()));

/** The text of a file without a byte-order mark. Throws E401 (no file) or E407 (not readable, not UTF-8). */
export function readTextFile(path: string, shown: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? "";
    if (code === "ENOENT" || code === "ENOTDIR")
      fail("E401", { path: shown, nearest: meantSet(shown) }, { cause });
    return fail("E407", { path: shown, reason: reasons[code] ?? `the system said ${code}` }, { cause });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    return fail("E407", { path: shown, reason: "it is not UTF-8 text" }, { cause });
  }
}

/** The objects of a JSON Lines text with their 1-based line numbers; blank lines are passed over. Throws E403. */
export function* jsonObjects(
  text: string,
  file: string,
): Generator<[Readonly<Record<string, unknown>>, number]> {
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (!line.trim()) continue;
    const value = parsed(line, index + 1, file);
    if (typeof value !== "object" || value === null || Array.isArray(value))
      fail("E403", { line: index + 1, file, reason: "it holds no JSON object" });
    yield [value as Readonly<Record<string, unknown>>, index + 1];
  }
}

function parsed(line: string, number: number, file: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    return fail("E403", { line: number, file, reason: "it is not valid JSON" }, { cause });
  }
}

/** The contrast pairs of a file, checked one by one. Throws E401, E403, E404, E405, E407. */
export function readPairs(path: string, shown: string): FoundPair[] {
  const file = basename(path);
  return [...jsonObjects(readTextFile(path, shown), file)].map(([object, line]) => {
    const field = (name: string) => {
      const value = object[name] ?? "";
      if (typeof value === "string") return value;
      return fail("E403", { line, file, reason: `its ${name} is not a text` });
    };
    const what = `Line ${line} of "${file}"`;
    if (!("prompt" in object)) fail("E404", { what, lacks: "prompt" });
    const [prompt, positive, negative] = [field("prompt"), field("positive"), field("negative")];
    const pair: FoundPair = { prompt, positive, negative, domain: field("domain") || null, what };
    checkSides(pair);
    return pair;
  });
}
