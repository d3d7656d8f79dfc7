// Byte-pair encoding: the letters of a piece, of which neighbours are joined in the order of the list of merges.
import { byteToken } from "../steps/byte-alphabet.js";
import type { Part } from "../tokenizer-part.js";
import { remembering, type Encode, type TokenModel } from "./vocabulary.js";

/** What two neighbours become, and how early. */
interface Merge {
  readonly rank: number;
  readonly id: number;
}

/** Pairs of ids as keys of one map: below 2^53, since there are fewer than 2^26 tokens. */
class Merges {
  private readonly all = new Map<number, Merge>();
  private readonly place: ReadonlyMap<number, number>;

  constructor(ids: Iterable<number>) {
    this.place = new Map([...new Set(ids)].map((id, place) => [id, place]));
  }

  private key(left: number, right: number): number {
    return this.place.get(left)! * this.place.size + this.place.get(right)!;
  }

  set(left: number, right: number, merge: Merge): void {
    this.all.set(this.key(left, right), merge);
  }

  get(left: number, right: number): Merge | undefined {
    return this.all.get(this.key(left, right));
  }
}

function pairOf(value: unknown): readonly [string, string] | null {
  const pair = typeof value === "string" ? value.split(" ") : value;
  return Array.isArray(pair) && pair.length === 2 && pair.every((one) => typeof one === "string")
    ? (pair as [string, string])
    : null;
}

function readMerges(part: Part, ids: ReadonlyMap<string, number>, prefix: string): Merges {
  const merges = new Merges(ids.values());
  const listed = part.list("merges").filter((one) => typeof one !== "string" || !one.startsWith("#version"));
  listed.forEach((value, rank) => {
    const [left, right] =
      pairOf(value) ?? part.bad("merges", `holds ${JSON.stringify(value).slice(0, 60)}, no pair`);
    if (!right.startsWith(prefix)) part.bad("merges", `holds ${JSON.stringify(right)} without "${prefix}"`);
    const named = [left, right, left + right.slice(prefix.length)];
    const [a, b, id] = named.map(
      (token) =>
        ids.get(token) ?? part.bad("merges", `needs the token ${JSON.stringify(token)}, which is not there`),
    );
    merges.set(a!, b!, { rank, id: id! });
  });
  return merges;
}

export function readBpe(part: Part): TokenModel {
  const ids = part.numbers("vocab");
  const dropout = part.raw("dropout") ?? 0;
  if (dropout !== 0)
    part.unsupported(`BPE with a dropout of ${JSON.stringify(dropout)}, which cuts at random`, "dropout");
  const unknownText = part.optionalText("unk_token");
  const prefix = part.optionalText("continuing_subword_prefix") ?? "";
  const suffix = part.optionalText("end_of_word_suffix") ?? "";
  const fuse = part.flag("fuse_unk", false);
  const byteFallback = part.flag("byte_fallback", false);
  const ignoreMerges = part.flag("ignore_merges", false);
  const merges = readMerges(part, ids, prefix);
  const unknown = unknownText === null ? null : (ids.get(unknownText) ?? null);
  const bytes = Array.from({ length: 256 }, (_, byte) => ids.get(byteToken(byte)));

  /** Ids of the letters, before anything is joined. */
  function letters(piece: string): number[] {
    const made: number[] = [];
    let pending = 0;
    const all = [...piece];
    all.forEach((letter, i) => {
      const spelled = (i > 0 ? prefix : "") + letter + (i === all.length - 1 ? suffix : "");
      const id = ids.get(spelled);
      if (id !== undefined) {
        for (; pending > 0; pending--) made.push(unknown!);
        made.push(id);
        return;
      }
      const fallen = byteFallback ? [...Buffer.from(spelled)].map((byte) => bytes[byte]) : [undefined];
      // As in the reference, unknown letters before these bytes come behind them.
      if (fallen.every((one): one is number => one !== undefined)) made.push(...fallen);
      else if (unknownText !== null) {
        if (unknown === null) part.bad("unk_token", `is ${JSON.stringify(unknownText)}, which is no token`);
        if (pending === 0 || !fuse) {
          for (; pending > 0; pending--) made.push(unknown!);
          pending = 1;
        }
      }
    });
    for (; pending > 0; pending--) made.push(unknown!);
    return made;
  }

  const joined = remembering((piece) => join(letters(piece), merges));
  const encode: Encode = (piece) => {
    const whole = ignoreMerges ? ids.get(piece) : undefined;
    return whole === undefined ? joined(piece) : [whole];
  };
  return { ids, encode, byteFallback, prefix, suffix };
}

/** Joins neighbours, the earliest merge first and of equal ones the left one, until none is left. */
function join(ids: number[], merges: Merges): number[] {
  const n = ids.length;
  if (n < 2) return ids;
  const next = Int32Array.from({ length: n }, (_, i) => (i + 1 < n ? i + 1 : -1));
  const previous = Int32Array.from({ length: n }, (_, i) => i - 1);
  const gone = new Uint8Array(n);
  const queue = new Queue();
  const offer = (at: number) => {
    const merge = at >= 0 && next[at]! >= 0 ? merges.get(ids[at]!, ids[next[at]!]!) : undefined;
    if (merge) queue.push({ ...merge, at });
  };
  for (let i = 0; i < n - 1; i++) offer(i);
  for (let top = queue.pop(); top; top = queue.pop()) {
    const { at, id } = top;
    const right = next[at]!;
    if (gone[at] || right < 0 || merges.get(ids[at]!, ids[right]!)?.id !== id) continue;
    ids[at] = id;
    gone[right] = 1;
    next[at] = next[right]!;
    if (next[right]! >= 0) previous[next[right]!] = at;
    offer(previous[at]!);
    offer(at);
  }
  return ids.filter((_, i) => !gone[i]);
}

interface Offer extends Merge {
  readonly at: number;
}

/** A heap with the earliest merge on top. */
class Queue {
  private readonly heap: Offer[] = [];

  private static before(a: Offer, b: Offer): boolean {
    return a.rank !== b.rank ? a.rank < b.rank : a.at < b.at;
  }

  push(offer: Offer): void {
    const { heap } = this;
    let i = heap.push(offer) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!Queue.before(offer, heap[parent]!)) break;
      heap[i] = heap[parent]!;
      i = parent;
    }
    heap[i] = offer;
  }

  pop(): Offer | undefined {
    const { heap } = this;
    const top = heap[0];
    const last = heap.pop();
    if (!last || heap.length === 0) return top;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && Queue.before(heap[child + 1]!, heap[child]!)) child++;
      if (!Queue.before(heap[child]!, last)) break;
      heap[i] = heap[child]!;
      i = child;
    }
    heap[i] = last;
    return top;
  }
}
