// Reads numbers, strings and metadata values from the front of a GGUF file; every length is checked against what the file still holds.
import { readSync } from "node:fs";
import type { Problem } from "../json.js";

export type Value = number | bigint | boolean | string | readonly Value[];

const largestArray = 2 ** 24;
const window = 2 ** 20;

/** Reads little-endian values one after another from an open file of `size` bytes. */
export class Reader {
  private buffer = Buffer.alloc(0);
  private base = 0; // where in the file the buffer begins
  private at = 0; // where in the buffer the next value begins

  constructor(
    private readonly handle: number,
    readonly size: number,
    readonly problem: Problem,
  ) {}

  /** Bytes from the start of the file. */
  get position(): number {
    return this.base + this.at;
  }

  get left(): number {
    return this.size - this.position;
  }

  /** The next `count` bytes; the view is valid until the next call. */
  bytes(count: number, what: string): Buffer {
    if (count > this.left) this.problem(`it ends inside ${what} (byte ${this.position} of ${this.size})`);
    if (this.at + count > this.buffer.length) this.refill(count, what);
    this.at += count;
    return this.buffer.subarray(this.at - count, this.at);
  }

  private refill(count: number, what: string): void {
    const start = this.position;
    const next = Buffer.alloc(Math.min(Math.max(count, window), this.size - start));
    const got = readSync(this.handle, next, 0, next.length, start);
    if (got < count) this.problem(`it ends inside ${what} (byte ${start + got} of ${this.size})`);
    this.buffer = next.subarray(0, got);
    this.base = start;
    this.at = 0;
  }

  u32(what: string): number {
    return this.bytes(4, what).readUInt32LE();
  }

  /** A 64-bit count of things that take at least `least` bytes each. */
  count(what: string, least: number, things: string): number {
    const value = this.u64(what);
    if (value * least > this.left) {
      this.problem(`${what} claims ${value} ${things}, but only ${this.left} bytes follow`);
    }
    return value;
  }

  /** A 64-bit number that must be exact in JavaScript. */
  u64(what: string): number {
    const bytes = this.bytes(8, what);
    const value = bytes.readUInt32LE(4) * 2 ** 32 + bytes.readUInt32LE(0);
    if (value > Number.MAX_SAFE_INTEGER) this.problem(`${what} is ${BigInt(value)}, which no file can hold`);
    return value;
  }

  string(what: string): string {
    return this.bytes(this.count(what, 1, "bytes"), what).toString("utf8");
  }

  /** A metadata value: its type, then its bytes. */
  value(key: string): Value {
    const what = `the value of "${key}"`;
    return this.typed(this.u32(what), what, 0);
  }

  private typed(type: number, what: string, depth: number): Value {
    if (type === arrayType) return this.array(what, depth);
    const scalar = scalars[type];
    if (!scalar) return this.problem(`${what} has the unknown type ${type}`);
    return scalar.read(this, what);
  }

  private array(what: string, depth: number): Value[] {
    if (depth > 2) this.problem(`${what} is nested too deeply`);
    const type = this.u32(what);
    const count = this.count(what, scalars[type]?.least ?? 12, "items");
    if (count > largestArray)
      this.problem(`${what} claims ${count} items; at most ${largestArray} are allowed`);
    const items: Value[] = [];
    for (let i = 0; i < count; i++) items.push(this.typed(type, what, depth + 1));
    return items;
  }
}

const arrayType = 9;

interface Scalar {
  readonly least: number; // bytes
  readonly read: (reader: Reader, what: string) => Value;
}
const fixed = (least: number, read: (bytes: Buffer) => Value): Scalar => ({
  least,
  read: (reader, what) => read(reader.bytes(least, what)),
});

/** The metadata types by their number in the file. */
const scalars: Readonly<Record<number, Scalar>> = {
  0: fixed(1, (b) => b.readUInt8()),
  1: fixed(1, (b) => b.readInt8()),
  2: fixed(2, (b) => b.readUInt16LE()),
  3: fixed(2, (b) => b.readInt16LE()),
  4: fixed(4, (b) => b.readUInt32LE()),
  5: fixed(4, (b) => b.readInt32LE()),
  6: fixed(4, (b) => b.readFloatLE()),
  7: fixed(1, (b) => b.readUInt8() !== 0),
  8: { least: 8, read: (reader, what) => reader.string(what) },
  10: fixed(8, (b) => narrow(b.readBigUInt64LE())),
  11: fixed(8, (b) => narrow(b.readBigInt64LE())),
  12: fixed(8, (b) => b.readDoubleLE()),
};
const narrow = (value: bigint) => (Number.isSafeInteger(Number(value)) ? Number(value) : value);
