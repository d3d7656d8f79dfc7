// Reads numbers, strings and metadata values from the front of a GGUF file; every length is checked against what the file still holds.
import { readSync } from "node:fs";
import type { Problem } from "../checkpoint/checked-json.js";

export type Value = number | bigint | boolean | string | readonly Value[] | Skipped;

/** A list that nobody reads: only its length is kept. */
export class Skipped {
  constructor(readonly items: number) {}
}

/** Lists of any key up to this length are kept. */
const shortList = 4096;
/** Items of all kept lists together; the largest vocabularies have some 300,000 tokens and as many merges and scores. */
const mostItems = 2 ** 23;
/** Bytes of all texts that are read; a large vocabulary with a tokenizer.json beside it takes some 50 MB. */
const mostLetters = 2 ** 28;
const window = 2 ** 20;

/** Reads little-endian values one after another from an open file of `size` bytes. */
export class Reader {
  private buffer = Buffer.alloc(0);
  private base = 0; // where in the file the buffer begins
  private at = 0; // where in the buffer the next value begins
  private kept = 0; // items of lists
  private letters = 0; // bytes of text

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
    const length = this.count(what, 1, "bytes");
    this.letters += length;
    if (this.letters > mostLetters)
      this.problem(`its metadata has more than ${mostLetters} bytes of text, the last one ${length}`);
    return this.bytes(length, what).toString("utf8");
  }

  /** A metadata value: its type, then its bytes. A long list is read when `long` says that it is needed, else passed over. */
  value(key: string, long: boolean): Value {
    const what = `the value of "${key}"`;
    return this.typed(this.u32(what), what, long, 0);
  }

  private typed(type: number, what: string, long: boolean, depth: number): Value {
    if (type === arrayType) return this.array(what, long, depth);
    const scalar = scalars[type];
    if (!scalar) return this.problem(`${what} has the unknown type ${type}`);
    return scalar.read(this, what);
  }

  private array(what: string, long: boolean, depth: number): Value {
    if (depth > 2) this.problem(`${what} is nested too deeply`);
    const type = this.u32(what);
    const { least, fixed } = scalars[type] ?? { least: 12, fixed: false };
    const count = this.count(what, least, "items");
    if (count > shortList && !long) {
      if (fixed) this.pass(count * least);
      else for (let i = 0; i < count; i++) this.passItem(type, what, depth);
      return new Skipped(count);
    }
    this.kept += count;
    if (this.kept > mostItems)
      this.problem(`its metadata lists have more than ${mostItems} items, the last one ${count}`);
    const items: Value[] = [];
    for (let i = 0; i < count; i++) items.push(this.typed(type, what, long, depth + 1));
    return items;
  }

  /** Passes over bytes that are known to be there. */
  private pass(count: number): void {
    if (this.at + count <= this.buffer.length) {
      this.at += count;
      return;
    }
    this.base = this.position + count;
    this.buffer = Buffer.alloc(0);
    this.at = 0;
  }

  private passItem(type: number, what: string, depth: number): void {
    if (type === stringType) this.pass(this.count(what, 1, "bytes"));
    else this.typed(type, what, false, depth + 1);
  }
}

const stringType = 8;
const arrayType = 9;

interface Scalar {
  readonly least: number; // bytes
  readonly fixed: boolean; // all values take as many
  readonly read: (reader: Reader, what: string) => Value;
}
const fixed = (least: number, read: (bytes: Buffer) => Value): Scalar => ({
  least,
  fixed: true,
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
  8: { least: 8, fixed: false, read: (reader, what) => reader.string(what) },
  10: fixed(8, (b) => narrow(b.readBigUInt64LE())),
  11: fixed(8, (b) => narrow(b.readBigInt64LE())),
  12: fixed(8, (b) => b.readDoubleLE()),
};
const narrow = (value: bigint) => (Number.isSafeInteger(Number(value)) ? Number(value) : value);
