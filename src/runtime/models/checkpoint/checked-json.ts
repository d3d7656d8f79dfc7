// JSON from strangers: bounded in size, an object at the top, no key twice; and its fields read with their types checked.
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fail, failure } from "../../errors/index.js";

/** Receives what is wrong with a file, and throws. */
export type Problem = (reason: string) => never;

export type JsonObject = Readonly<Record<string, unknown>>;

const largestText = 256 * 2 ** 20;

/** The text of a file of at most 256 MiB. Throws E303 when it is larger, E313 when it cannot be read. */
export function readText(path: string): string {
  try {
    const file = openSync(path, "r");
    try {
      const { size } = fstatSync(file);
      if (size > largestText)
        fail("E303", { file: basename(path), reason: `${size} bytes are too many for a text` });
      return readFileSync(file, "utf8");
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw readable(path, cause);
  }
}

/** Turns what the file system says into E313; our own failures pass unchanged. */
export function readable(path: string, cause: unknown): Error {
  const code = (cause as NodeJS.ErrnoException).code;
  const known: Record<string, string> = {
    ENOENT: "there is no such file",
    EACCES: "access is denied",
    EISDIR: "it is a folder",
  };
  if (!(cause instanceof Error) || !/^E[A-Z]+$/.test(code ?? "")) return cause as Error;
  return failure("E313", { file: path, reason: known[code!] ?? code! }, { cause });
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Parses a JSON object. Throws E303 when it is no JSON, no object, or has a key twice. */
export function parseObject(text: string, file: string): JsonObject {
  const value = parse(text, file);
  if (!isObject(value)) fail("E303", { file, reason: "it holds no JSON object" });
  const twice = repeatedKey(text);
  if (twice !== null) fail("E303", { file, reason: `the key "${twice}" stands twice` });
  return value;
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return fail("E303", { file, reason: "it is not valid JSON" });
  }
}

/** The first key that one object of a valid JSON text has twice (JSON.parse would silently keep the last), or null. */
export function repeatedKey(text: string): string | null {
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at++) {
    const mark = text[at];
    if (mark === "{") open.push(new Set());
    else if (mark === "[") open.push(null);
    else if (mark === "}" || mark === "]") open.pop();
    else if (mark === '"') {
      const end = stringEnd(text, at);
      if (followedByColon(text, end)) {
        const key = JSON.parse(text.slice(at, end)) as string;
        const keys = open.at(-1)!;
        if (keys!.has(key)) return key;
        keys!.add(key);
      }
      at = end - 1;
    }
  }
  return null;
}

/** Where the string that begins at `start` is over. */
function stringEnd(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

function followedByColon(text: string, at: number): boolean {
  while (" \t\r\n".includes(text[at]!)) at++;
  return text[at] === ":";
}

/** Reads the fields of a configuration; `problem` receives what is wrong with one. */
export class Fields {
  constructor(
    private readonly object: JsonObject,
    private readonly problem: Problem,
  ) {}

  raw(name: string): unknown {
    return Object.hasOwn(this.object, name) ? (this.object[name] ?? undefined) : undefined;
  }

  /** A whole number from `least` to `most`. */
  count(name: string, most: number, otherwise?: number, least = 1): number {
    const value = this.raw(name) ?? otherwise;
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= least && value <= most)
      return value;
    return this.problem(`${name} is ${show(value)}, not a whole number from ${least} to ${most}`);
  }

  /** A finite number above 0. */
  positive(name: string, otherwise?: number): number {
    const value = this.raw(name) ?? otherwise;
    if (typeof value === "number" && Number.isFinite(value) && value > 0) return value;
    return this.problem(`${name} is ${show(value)}, not a number above 0`);
  }
}

const show = (value: unknown) => (value === undefined ? "missing" : JSON.stringify(value)?.slice(0, 60));
