// Random choices from a seed: the same seed makes the same inputs.
import { seeded } from "../models/tiny.js";

export interface Random {
  /** A whole number from 0 to `below` - 1. */
  readonly below: (below: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
}

export function randomOf(seed: number): Random {
  const next = seeded(seed);
  const below = (limit: number) => Math.min(limit - 1, Math.floor(next() * limit));
  return { below, pick: (from) => from[below(from.length)]! };
}
