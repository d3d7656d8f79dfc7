// Rotary position tables: cos and sin of position * frequency, [positions, headSize / 2], in fp32 from float64.
import { ropeFrequencies } from "../models/index.js";
import type { Rope } from "../models/types.js";

export interface RotaryTables {
  readonly cos: Float32Array;
  readonly sin: Float32Array;
  readonly shape: readonly [positions: number, half: number];
}

export function rotaryTables(rope: Rope, headSize: number, positions: number): RotaryTables {
  const half = headSize / 2;
  const { frequencies, magnitude } = ropeFrequencies(rope, headSize);
  const cos = new Float32Array(positions * half);
  const sin = new Float32Array(positions * half);
  frequencies.forEach((frequency, i) => {
    for (let position = 0; position < positions; position += 1) {
      cos[position * half + i] = Math.cos(position * frequency) * magnitude;
      sin[position * half + i] = Math.sin(position * frequency) * magnitude;
    }
  });
  return { cos, sin, shape: [positions, half] };
}
