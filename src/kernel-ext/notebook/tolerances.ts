// How far the numbers of an evaluation may differ on another machine: kept with its display in the notebook, and read again by
// `notebook run --check`. Fixed sizes do not do: a slope of 0.0003 must not vary by a third, and a count of items may vary only by
// those that lie near a border.

export interface Noise {
  /** Numbers in units of the score, of this evaluation: half of its resolution, which is that of two machines. */
  readonly absolute: number;
  /** Resolution of a slope: how near to a border of the classes an item is in doubt. */
  readonly slope: number;
  /** Items in doubt, at most, among the conditions of so many items; without those of none. */
  readonly doubt: Readonly<Record<string, number>>;
}

const isNoise = (value: unknown): value is Noise =>
  typeof value === "object" && value !== null && "absolute" in value && "doubt" in value;

/** As it stands in the metadata of an output. */
export const noiseMark = (noise: Noise): { readonly steerlab: { readonly noise: Noise } } => ({
  steerlab: { noise },
});

function noiseIn(output: unknown): Noise[] {
  const { metadata } = (output ?? {}) as { metadata?: { steerlab?: { noise?: unknown } } };
  const noise = metadata?.steerlab?.noise;
  return isNoise(noise) ? [noise] : [];
}

/** The noise of everything that these outputs show; null where none of them says it. */
export function noiseOf(outputs: readonly unknown[]): Noise | null {
  const all = outputs.flatMap(noiseIn);
  if (all.length === 0) return null;
  const doubt: Record<string, number> = {};
  for (const [n, items] of all.flatMap((one) => Object.entries(one.doubt)))
    doubt[n] = Math.max(doubt[n] ?? 0, items);
  return {
    absolute: Math.max(...all.map(({ absolute }) => absolute)),
    slope: Math.max(...all.map(({ slope }) => slope)),
    doubt,
  };
}
