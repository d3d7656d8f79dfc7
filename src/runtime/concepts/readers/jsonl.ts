// JSON Lines: one object on each line, blank lines between them allowed; and lists of objects in one JSON file.
import { basename } from "node:path";
import { fail } from "../../errors/index.js";
import { repeatedKey } from "../../models/checkpoint/checked-json.js";
import { readTextFile } from "./file.js";
import type { FileRecord, Reader } from "./record.js";

/** Throws E401, E403, E407. */
export const jsonLinesRecords: Reader = (path, shown) => {
  const lines = readTextFile(path, shown).split(/\r?\n/);
  return lines.flatMap((line, index) => {
    if (!line.trim()) return [];
    const what = `Line ${index + 1} of "${basename(path)}"`;
    return [record(parsed(line, what), what)];
  });
};

/** The items of a list, counted from 1. Throws E401, E403, E407. */
export const jsonRecords: Reader = (path, shown) => {
  const whole = `The file "${basename(path)}"`;
  const list = parsed(readTextFile(path, shown), whole);
  if (!Array.isArray(list)) fail("E403", { what: whole, reason: "it is not a list" });
  return list.map((value: unknown, index) => record(value, `Item ${index + 1} of "${basename(path)}"`));
};

function record(value: unknown, what: string): FileRecord {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    fail("E403", { what, reason: "it holds no JSON object" });
  return { fields: value as Readonly<Record<string, unknown>>, what };
}

/** JSON whose objects have no key twice: JSON.parse would keep the last without a word. */
function parsed(text: string, what: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    return fail("E403", { what, reason: "it is not valid JSON" }, { cause });
  }
  const twice = repeatedKey(text);
  if (twice !== null) fail("E403", { what, reason: `it has the key "${twice}" twice` });
  return value;
}
