// The objects of a tokenizer file, read with their place in it. A key that no reader asked for is refused: it could change how text is cut.
import { fail } from "../../errors/index.js";
import { isObject, type JsonObject } from "../checkpoint/checked-json.js";

const file = "tokenizer.json";
const largestId = 2 ** 32 - 1;
/** Objects inside one another. */
const deepest = 20;

/** Refuses what is in the file but is not computed here. Throws E330. */
export type Unsupported = (what: string) => never;

/** One object of the file. Its readers throw E303 for a value that cannot stand there. */
export class Part {
  private readonly asked = new Set<string>();

  private constructor(
    private readonly object: JsonObject,
    /** Where it stands, e.g. "pre_tokenizer.pretokenizers[0]"; "" for the whole file. */
    readonly at: string,
    /** The model's name, for messages. */
    readonly model: string,
    private readonly depth: number,
  ) {}

  static whole(object: JsonObject, model: string): Part {
    return new Part(object, "", model, 0);
  }

  private path(key: string): string {
    return this.at === "" ? key : `${this.at}.${key}`;
  }

  private damaged(path: string, value: unknown, expected: string): never {
    return fail("E303", { file, reason: `${path} is ${show(value)}, not ${expected}` });
  }

  /** Throws E303: `key` has a value that cannot be. */
  bad(key: string, reason: string): never {
    return fail("E303", { file, reason: `${this.path(key)} ${reason}` });
  }

  /** Throws E330: this part, or its key, asks for something that is not computed. */
  unsupported(what: string, key?: string): never {
    return fail("E330", {
      model: this.model,
      what: `${what} (${key === undefined ? this.at || file : this.path(key)})`,
    });
  }

  /** The value of a key as it is; undefined when it is missing or null. */
  raw(key: string): unknown {
    this.asked.add(key);
    return Object.hasOwn(this.object, key) ? (this.object[key] ?? undefined) : undefined;
  }

  private read<T>(
    key: string,
    is: (value: unknown) => value is T,
    expected: string,
    otherwise: T | undefined,
  ): T {
    const value = this.raw(key) ?? otherwise;
    return is(value) ? value : this.damaged(this.path(key), value, expected);
  }

  text(key: string, otherwise?: string): string {
    return this.read(key, isText, "a text", otherwise);
  }

  flag(key: string, otherwise?: boolean): boolean {
    return this.read(key, isFlag, "true or false", otherwise);
  }

  /** A whole number from 0 on. */
  count(key: string, otherwise?: number): number {
    return this.read(key, isCount, "a whole number from 0 to 4294967295", otherwise);
  }

  /** A text of one character. */
  character(key: string): string {
    const text = this.text(key);
    return [...text].length === 1 ? text : this.damaged(this.path(key), text, "one character");
  }

  optionalText(key: string): string | null {
    return this.raw(key) === undefined ? null : this.text(key);
  }

  list(key: string): readonly unknown[] {
    return this.read(key, isList, "a list", undefined);
  }

  /** One of a closed set of words. */
  choice<T extends string>(key: string, options: readonly T[], otherwise?: T): T {
    const one = this.text(key, otherwise);
    return (options as readonly string[]).includes(one)
      ? (one as T)
      : this.damaged(this.path(key), one, `one of ${options.join(", ")}`);
  }

  /** The object under a key. */
  part(key: string): Part {
    return this.inner(this.path(key), this.raw(key));
  }

  optionalPart(key: string): Part | null {
    return this.raw(key) === undefined ? null : this.part(key);
  }

  /** The objects of a list under a key. */
  parts(key: string): Part[] {
    return this.list(key).map((value, i) => this.inner(`${this.path(key)}[${i}]`, value));
  }

  private inner(path: string, value: unknown): Part {
    if (this.depth === deepest) return this.unsupported(`steps more than ${deepest} deep inside one another`);
    return isObject(value)
      ? new Part(value, path, this.model, this.depth + 1)
      : this.damaged(path, value, "an object");
  }

  /** Text -> number of an object such as a vocabulary. */
  numbers(key: string): Map<string, number> {
    const object = this.read(key, isObject, "an object", undefined);
    const numbers = new Map<string, number>();
    for (const [name, value] of Object.entries(object)) {
      if (!isCount(value))
        this.damaged(
          `${this.path(key)}[${JSON.stringify(name)}]`,
          value,
          "a whole number from 0 to 4294967295",
        );
      numbers.set(name, value);
    }
    return numbers;
  }

  /** Keys that are known to change no number. */
  harmless(...keys: readonly string[]): void {
    for (const key of keys) this.asked.add(key);
  }

  /** To be called when everything was read. Throws E330 for a key that nobody asked for. */
  end(): void {
    for (const key of Object.keys(this.object))
      if (!this.asked.has(key)) this.unsupported(`the unknown key "${key}"`, key);
  }
}

/** Makes something of a step of one type. */
export type Reader<T> = (part: Part) => T;

/** Reads a step by its `type`; a type that is not in the table is refused by name. */
export function readStep<T>(part: Part, readers: Readonly<Record<string, Reader<T>>>): T {
  const type = part.text("type");
  if (!Object.hasOwn(readers, type)) return part.unsupported(`the step ${type}`);
  const made = readers[type]!(part);
  part.end();
  return made;
}

const isText = (value: unknown): value is string => typeof value === "string";
const isFlag = (value: unknown): value is boolean => typeof value === "boolean";
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
export const isCount = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= largestId;

const show = (value: unknown) => (value === undefined ? "missing" : JSON.stringify(value)!.slice(0, 60));
