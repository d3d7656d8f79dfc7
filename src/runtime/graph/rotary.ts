// Rotary position tables: cos and sin of position * frequency, [positions, headSize / 2], in fp32 from float64.
// frequency_i = theta^(-2 i / headSize), then rescaled as the checkpoint's rope_scaling says.
// llama3 rescaling: frequencies with a wavelength beyond originalContext / lowFrequencyFactor are divided by `factor`,
// those below originalContext / highFrequencyFactor stay, and between them the two are blended linearly in 1 / wavelength.
import type { Rope } from "../models/types.js";

type Scaling = Rope["scaling"];
type Rescale<K extends Scaling["kind"]> = (
  frequency: number,
  scaling: Extract<Scaling, { kind: K }>,
) => number;

const rescale: { readonly [K in Scaling["kind"]]: Rescale<K> } = {
  none: (frequency) => frequency,
  linear: (frequency, { factor }) => frequency / factor,
  llama3: (frequency, { factor, lowFrequencyFactor, highFrequencyFactor, originalContext }) => {
    const turns = (originalContext * frequency) / (2 * Math.PI);
    if (turns < lowFrequencyFactor) return frequency / factor;
    if (turns > highFrequencyFactor) return frequency;
    const blend = (turns - lowFrequencyFactor) / (highFrequencyFactor - lowFrequencyFactor);
    return (1 - blend) * (frequency / factor) + blend * frequency;
  },
};

export interface RotaryTables {
  readonly cos: Float32Array;
  readonly sin: Float32Array;
  readonly shape: readonly [positions: number, half: number];
}

export function rotaryTables(rope: Rope, headSize: number, positions: number): RotaryTables {
  const half = headSize / 2;
  const scale = rescale[rope.scaling.kind] as (frequency: number, scaling: Scaling) => number;
  const cos = new Float32Array(positions * half);
  const sin = new Float32Array(positions * half);
  for (let i = 0; i < half; i += 1) {
    const frequency = scale(rope.theta ** ((-2 * i) / headSize), rope.scaling);
    for (let position = 0; position < positions; position += 1) {
      cos[position * half + i] = Math.cos(position * frequency);
      sin[position * half + i] = Math.sin(position * frequency);
    }
  }
  return { cos, sin, shape: [positions, half] };
}
