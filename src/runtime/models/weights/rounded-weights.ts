// Weights of less precision: one file in the cache for each dtype, made from the fp32 weights tensor by tensor.
// fp16: every number rounded to a half and widened again, so that the file is mapped like any fp32 weights. (Halves in the
// file, with a Cast in the graph, would take more memory than they save: ONNX Runtime then keeps fp32 copies of its own.)
// q8, q4: the projections of all blocks as whole numbers with scales, the rest as it is.
import { fail } from "../../errors/index.js";
import type { Append } from "../../files/index.js";
import { tensorPieces } from "./convert.js";
import type { Watch } from "../checkpoint/file-digests.js";
import { positionOf } from "./finite-check.js";
import { keptWeights, type KeptOptions } from "./cached-weights.js";
import { blocksOf, quantise, rowBytes, type Bits } from "./quantise.js";
import { largestHalf, roundToHalves } from "./half-precision.js";
import { readTensors, safetensorsHeader, writtenSizes, type Written } from "../checkpoint/safetensors.js";
import type { Checkpoint, Dtype, PackedPlace, Placed, ReadyWeights, TensorPlace } from "../types.js";
import { readyWeights } from "./weights.js";

/** How a tensor is written: its parts in the file, and the bytes of each, piece by piece. */
interface Form {
  readonly parts: (name: string, shape: readonly number[]) => readonly Written[];
  readonly write: (name: string, place: TensorPlace, append: Append, watch: Watch) => Promise<void>;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) =>
  new Uint8Array(buffer, byteOffset, byteLength);

const asIs: Form = {
  parts: (name, shape) => [[name, shape]],
  async write(name, place, append, watch) {
    for await (const { values } of tensorPieces(name, place, watch)) await append(bytesOf(values));
  },
};

const halves: Form = {
  parts: asIs.parts,
  async write(name, place, append, watch) {
    for await (const { values, first } of tensorPieces(name, place, watch)) {
      const before = values.slice();
      roundToHalves(values);
      const far = values.findIndex((value) => !Number.isFinite(value));
      if (far >= 0) {
        const at = positionOf(first + far, place.shape);
        fail("E315", { tensor: name, at, value: before[far]!, largest: largestHalf });
      }
      await append(bytesOf(values));
    }
  },
};

const numbersName = (name: string) => `${name}.numbers`;
const scalesName = (name: string) => `${name}.scales`;

const inBlocks = (bits: Bits): Form => ({
  parts(name, [rows, columns]) {
    const blocks = blocksOf(columns!);
    return [
      [numbersName(name), [rows!, blocks, rowBytes(columns!, bits) / blocks], "U8"],
      [scalesName(name), [rows!, blocks]],
    ];
  },
  async write(name, place, append, watch) {
    const scales: Float32Array[] = [];
    for await (const { values } of tensorPieces(name, place, watch)) {
      const quantised = quantise(values, place.shape[1]!, bits);
      await append(quantised.packed);
      scales.push(quantised.scales);
    }
    for (const some of scales) await append(bytesOf(some));
  },
});

/** The seven matrices of every block. */
const isProjection = (name: string): boolean => name.endsWith("_proj.weight");

const bitsOf = { q8: 8, q4: 4 } as const;
const quantised = (bits: Bits) => {
  const form = inBlocks(bits);
  return (name: string): Form => (isProjection(name) ? form : asIs);
};

const forms: Readonly<Record<Exclude<Dtype, "fp32">, (name: string) => Form>> = {
  fp16: () => halves,
  q8: quantised(bitsOf.q8),
  q4: quantised(bitsOf.q4),
};

/** The weights of a checkpoint in a dtype. Throws what `readyWeights` throws, and E315 for a number that is no half. */
export async function weightsAs(
  checkpoint: Checkpoint,
  dtype: Dtype,
  watch: KeptOptions = {},
): Promise<ReadyWeights> {
  const full = await readyWeights(checkpoint, watch);
  if (dtype === "fp32") return full;
  const tensors = [...full.tensors];
  const form = forms[dtype];
  const parts = tensors.flatMap(([name, { shape }]) => form(name).parts(name, shape));
  const made = await keptWeights(
    `${checkpoint.sha256}-${dtype}.safetensors`,
    (path) => fitting(readTensors(path, writtenSizes), parts),
    async (append) => {
      await append(safetensorsHeader(parts));
      for (const [i, [name, place]] of tensors.entries()) {
        await form(name).write(name, place, append, watch);
        const event = { done: i + 1, total: tensors.length, unit: "tensors" } as const;
        watch.onProgress?.({ task: `Rounding weights to ${dtype}`, ...event });
      }
    },
    watch,
  );
  return placed(made, full.tensors, dtype);
}

/** Bytes that the weights of a checkpoint take in a dtype. */
export function weightBytes(tensors: ReadonlyMap<string, TensorPlace>, dtype: Dtype): number {
  const form = dtype === "fp32" ? () => asIs : forms[dtype];
  const parts = [...tensors].flatMap(([name, { shape }]) => form(name).parts(name, shape));
  return parts.reduce(
    (sum, [, shape, type = "F32"]) => sum + shape.reduce((product, n) => product * n, writtenSizes[type]),
    0,
  );
}

type Parts = ReadonlyMap<string, Placed<keyof typeof writtenSizes>>;

/** What was found, when it holds just these parts. */
function fitting(found: Parts, wanted: readonly Written[]): Parts | null {
  const fits = wanted.every(([name, shape, type = "F32"]) => {
    const part = found.get(name);
    return part?.type === type && String(part.shape) === String(shape);
  });
  return fits && found.size === wanted.length ? found : null;
}

function placed(parts: Parts, full: ReadyWeights["tensors"], dtype: Dtype): ReadyWeights {
  const tensors = new Map<string, TensorPlace>();
  const packed = new Map<string, PackedPlace>();
  for (const [name, { shape }] of full) {
    const whole = parts.get(name);
    if (whole) tensors.set(name, whole as Placed<"F32">);
    else
      packed.set(name, {
        bits: bitsOf[dtype as keyof typeof bitsOf],
        shape,
        numbers: parts.get(numbersName(name)) as Placed<"U8">,
        scales: parts.get(scalesName(name)) as Placed<"F32">,
      });
  }
  return { tensors, packed, converted: true };
}
