// Rotary position tables: cos and sin of position * frequency, [positions, headSize / 2], in fp32 from float64.
// frequency_i = theta^(-2 i / headSize), divided as the checkpoint's rope_scaling says.
import { llama3Divisors } from "../models/index.js";
import type { Rope } from "../models/types.js";

type Scaling = Rope["scaling"];
type Divisors<K extends Scaling["kind"]> = (
  theta: number,
  headSize: number,
  scaling: Extract<Scaling, { kind: K }>,
) => readonly number[];

const divisors: { readonly [K in Scaling["kind"]]: Divisors<K> } = {
  none: (_, headSize) => Array<number>(headSize / 2).fill(1),
  linear: (_, headSize, { factor }) => Array<number>(headSize / 2).fill(factor),
  llama3: llama3Divisors,
};

export interface RotaryTables {
  readonly cos: Float32Array;
  readonly sin: Float32Array;
  readonly shape: readonly [positions: number, half: number];
}

export function rotaryTables({ theta, scaling }: Rope, headSize: number, positions: number): RotaryTables {
  const half = headSize / 2;
  const divide = (divisors[scaling.kind] as Divisors<Scaling["kind"]>)(theta, headSize, scaling as never);
  const cos = new Float32Array(positions * half);
  const sin = new Float32Array(positions * half);
  for (let i = 0; i < half; i += 1) {
    const frequency = theta ** ((-2 * i) / headSize) / divide[i]!;
    for (let position = 0; position < positions; position += 1) {
      cos[position * half + i] = Math.cos(position * frequency);
      sin[position * half + i] = Math.sin(position * frequency);
    }
  }
  return { cos, sin, shape: [positions, half] };
}
