// The key/value cache of texts that grow, in the engine process: one row for each text, padded to equal length.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { OnnxValue, TensorConstructor } from "onnxruntime-node";
import { pastNames, presentNames } from "../../graph/index.js";
import { writeWhole } from "../../files/index.js";
import type { ModelConfig } from "../../models/types.js";

type Sizes = Pick<ModelConfig, "layers" | "kvHeads" | "headSize">;
type Outputs = Readonly<Record<string, OnnxValue>>;

/** The first line of a kept cache. */
interface Header {
  readonly id: string;
  readonly rows: number;
  readonly length: number;
  readonly sha256: string;
}

const layersOf = ({ layers }: Sizes): number[] => Array.from({ length: layers }, (_, layer) => layer);

/** All outputs that a pass with a cache leaves behind. */
export const cacheOutputs = (sizes: Sizes): string[] => layersOf(sizes).flatMap(presentNames);

export class TextCache {
  /** Keys and values of every layer, [rows, kvHeads, length, headSize], in the order of the graph's names. */
  private tensors: Float32Array[];
  private rows = 0;
  private length = 0;

  constructor(private readonly sizes: Sizes) {
    this.tensors = layersOf(sizes).flatMap(() => [new Float32Array(), new Float32Array()]);
  }

  private present(outputs: Outputs): Float32Array[] {
    return cacheOutputs(this.sizes).map((name) => outputs[name]!.data as Float32Array);
  }

  /** Adds a row for each text of a forest that was computed without a past; `texts` are the nodes of each. */
  plant(outputs: Outputs, nodes: number, texts: readonly Int32Array[]): void {
    const { kvHeads, headSize } = this.sizes;
    const length = Math.max(this.length, ...texts.map((text) => text.length));
    const rows = this.rows + texts.length;
    this.tensors = this.present(outputs).map((forest, t) => {
      const grown = new Float32Array(rows * kvHeads * length * headSize);
      const before = this.tensors[t]!;
      const old = this.length * headSize;
      for (let block = 0; block < this.rows * kvHeads; block += 1)
        grown.set(before.subarray(block * old, (block + 1) * old), block * length * headSize);
      texts.forEach((text, i) => {
        for (let head = 0; head < kvHeads; head += 1) {
          const to = ((this.rows + i) * kvHeads + head) * length;
          text.forEach((node, at) => {
            const from = (head * nodes + node) * headSize;
            grown.set(forest.subarray(from, from + headSize), (to + at) * headSize);
          });
        }
      });
      return grown;
    });
    [this.rows, this.length] = [rows, length];
  }

  /** Writes the cache: one line that says whose it is, its size and its checksum, then the numbers as they are in memory. */
  async keepIn(file: string, id: string): Promise<void> {
    const { rows, length } = this;
    const digest = createHash("sha256");
    for (const tensor of this.tensors) digest.update(tensor);
    const sha256 = digest.digest("hex");
    await writeWhole(file, async (append) => {
      await append(`${JSON.stringify({ id, rows, length, sha256 })}\n`);
      for (const { buffer, byteOffset, byteLength } of this.tensors)
        await append(new Uint8Array(buffer, byteOffset, byteLength));
    });
  }

  /** The cache that was written. Throws when the file is another's, damaged or not there. */
  static async from(file: string, id: string, sizes: Sizes): Promise<TextCache> {
    const bytes = await readFile(file);
    const end = bytes.indexOf(10) + 1;
    const header = JSON.parse(bytes.toString("utf8", 0, end)) as Header;
    const cache = new TextCache(sizes);
    const count = header.rows * sizes.kvHeads * header.length * sizes.headSize;
    if (header.id !== id || bytes.length - end !== 4 * count * cache.tensors.length)
      throw new Error("the file with keys and values is another's");
    if (createHash("sha256").update(bytes.subarray(end)).digest("hex") !== header.sha256)
      throw new Error("the file with keys and values is damaged");
    [cache.rows, cache.length] = [header.rows, header.length];
    cache.tensors = cache.tensors.map((_, t) => {
      const from = end + 4 * count * t;
      return new Float32Array(new Uint8Array(bytes.subarray(from, from + 4 * count)).buffer);
    });
    return cache;
  }

  /** Keeps these rows, in this order. */
  keep(rows: Int32Array): void {
    if (rows.length === this.rows && rows.every((row, i) => row === i)) return;
    const size = this.sizes.kvHeads * this.length * this.sizes.headSize;
    this.tensors = this.tensors.map((tensor) => {
      const kept = new Float32Array(rows.length * size);
      rows.forEach((row, i) => kept.set(tensor.subarray(row * size, (row + 1) * size), i * size));
      return kept;
    });
    this.rows = rows.length;
  }

  /** The graph's inputs; `rows` and no tokens where nothing was planted yet. */
  feeds(ort: { readonly Tensor: TensorConstructor }, planted: boolean): Record<string, OnnxValue> {
    const { kvHeads, headSize } = this.sizes;
    const dims = planted ? [this.rows, kvHeads, this.length, headSize] : [1, kvHeads, 0, headSize];
    const names = layersOf(this.sizes).flatMap(pastNames);
    return Object.fromEntries(
      names.map((name, t) => [
        name,
        new ort.Tensor("float32", planted ? this.tensors[t]! : new Float32Array(), dims),
      ]),
    );
  }

  /** Takes over what a pass made of the cache, with its one token per row behind. */
  grow(outputs: Outputs): void {
    this.tensors = this.present(outputs);
    this.length += 1;
  }
}
