// Unigram: of all ways to cut a piece into tokens, the one whose scores have the largest sum.
import { byteToken } from "../steps/byte-alphabet.js";
import type { Part } from "../tokenizer-part.js";
import { NoToken, remembering, type TokenModel } from "./vocabulary.js";

/** How much worse than the worst token a character without one is. */
const unknownPenalty = 10;

/** Token texts by their letters: the child of a node is found by node and UTF-16 unit. */
class Letters {
  private readonly children = new Map<number, number>();
  private readonly ends = new Map<number, number>();
  private nodes = 1;

  add(text: string, value: number): void {
    let node = 0;
    for (let i = 0; i < text.length; i++) {
      const key = node * 65536 + text.charCodeAt(i);
      let child = this.children.get(key);
      if (child === undefined) this.children.set(key, (child = this.nodes++));
      node = child;
    }
    this.ends.set(node, value);
  }

  /** Calls back for every text that begins at a place, the shortest first. */
  beginning(text: string, at: number, found: (end: number, value: number) => void): void {
    let node: number | undefined = 0;
    for (let i = at; i < text.length; i++) {
      node = this.children.get(node * 65536 + text.charCodeAt(i));
      if (node === undefined) return;
      const value = this.ends.get(node);
      if (value !== undefined) found(i + 1, value);
    }
  }
}

function scored(part: Part): { readonly text: string; readonly score: number }[] {
  return part.list("vocab").map((entry, i) => {
    const [text, score] = Array.isArray(entry) ? (entry as unknown[]) : [];
    if (typeof text !== "string" || typeof score !== "number" || (entry as unknown[]).length !== 2)
      return part.bad(`vocab[${i}]`, "is no token with its score");
    return { text, score };
  });
}

export function readUnigram(part: Part): TokenModel {
  const tokens = scored(part);
  const unknown = part.raw("unk_id") === undefined ? null : part.count("unk_id");
  if (unknown !== null && unknown >= tokens.length)
    part.bad("unk_id", `is ${unknown}, but there are ${tokens.length} tokens`);
  const byteFallback = part.flag("byte_fallback", false);
  const ids = new Map<string, number>();
  const letters = new Letters();
  let worst = Infinity;
  tokens.forEach(({ text, score }, id) => {
    if (text === "") part.unsupported("an empty token", `vocab[${id}]`);
    if (ids.has(text)) part.unsupported(`the token ${JSON.stringify(text)} twice`, `vocab[${id}]`);
    ids.set(text, id);
    letters.add(text, id);
    worst = Math.min(worst, score);
  });
  const bytes = Array.from({ length: 256 }, (_, byte) => ids.get(byteToken(byte)));

  /** Ends of the tokens of the best way, and whether each is unknown. */
  function best(piece: string): { readonly from: number; readonly to: number; readonly id: number }[] {
    const n = piece.length;
    const sums = new Float64Array(n + 1);
    const from = new Int32Array(n + 1).fill(-1);
    const by = new Int32Array(n + 1);
    for (let at = 0; at < n;) {
      const size = piece.codePointAt(at)! > 0xffff ? 2 : 1;
      let alone = false;
      const offer = (end: number, id: number, score: number) => {
        const sum = score + sums[at]!;
        if (from[end] !== -1 && !(sum > sums[end]!)) return;
        sums[end] = sum;
        from[end] = at;
        by[end] = id;
      };
      letters.beginning(piece, at, (end, id) => {
        offer(end, id, tokens[id]!.score);
        if (end - at === size) alone = true;
      });
      if (!alone) {
        const score = worst - unknownPenalty + sums[at]!;
        const end = at + size;
        if (from[end] === -1 || score > sums[end]!) {
          if (unknown === null) throw new NoToken(piece.slice(at, end));
          offer(end, unknown, worst - unknownPenalty);
        }
      }
      at += size;
    }
    const way = [];
    for (let to = n; to > 0; to = from[to]!) way.push({ from: from[to]!, to, id: by[to]! });
    return way.reverse();
  }

  function idsOf(text: string): readonly number[] {
    const id = ids.get(text);
    if (id !== undefined) return [id];
    const fallen = byteFallback ? [...Buffer.from(text)].map((byte) => bytes[byte]) : [undefined];
    if (fallen.every((one): one is number => one !== undefined)) return fallen;
    if (unknown === null) throw new NoToken(text);
    return [unknown];
  }

  const encode = remembering((piece) => {
    const made: number[] = [];
    let open = -1; // where a run of unknown characters began
    for (const { from, to, id } of best(piece)) {
      if (id === unknown) {
        if (open < 0) open = from;
        continue;
      }
      if (open >= 0) made.push(...idsOf(piece.slice(open, from)));
      open = -1;
      made.push(...idsOf(piece.slice(from, to)));
    }
    if (open >= 0) made.push(...idsOf(piece.slice(open)));
    return made;
  });
  return { ids, encode, byteFallback, prefix: "", suffix: "" };
}
