// A batch in the middle of growing, kept in the store now and then: what was chosen so far as one piece, keys and values as another.
// Keys and values are kept bit for bit, so that a run that goes on from them ends with the same bytes as one that was never
// interrupted. (Computing them anew in one pass would be as dear as growing, and differ in the last bits.)
import type { Checkpointer, DecodingState } from "../engine/types.js";
import { dropPieces, keepPiece, keptPiece, piecePath, storeFolder } from "../store/index.js";
import type { Stopped } from "../results/generation.js";

/** A text while it distinctIndex. */
export interface Written {
  readonly tokens: number[];
  readonly logProbs: number[];
  ended: { readonly stopped: Stopped; readonly text: string } | null;
}

interface Kept {
  readonly written: readonly Written[];
  readonly growth: DecodingState;
}

/** Milliseconds between two pieces: ten seconds, and at least twenty times what keeping one takes. Tests set their own. */
const pause = (took: number): number =>
  Number(process.env["STEERLAB_KEEP_TEXTS"] ?? Math.max(10_000, 20 * took));

const stateKey = (key: string) => `${key}.growing`;
/** Two files in turn: the last whole one stays until the next is written. */
const cacheKeys = (key: string) => [0, 1].map((turn) => `${key}.growing.${turn}`);

async function keptState(key: string): Promise<Kept | null> {
  const bytes = await keptPiece(storeFolder(), "texts", stateKey(key));
  try {
    return bytes && (JSON.parse(bytes.toString()) as Kept);
  } catch {
    return null;
  }
}

export const dropCheckpoint = (key: string): Promise<void> =>
  dropPieces(storeFolder(), "texts", [stateKey(key), ...cacheKeys(key)]);

/**
 * For the batch of this key; null where nothing is kept. `written` is what its texts have come to; `resume` is told what they had come
 * to when the batch was kept; `begun` is told before the first new token.
 */
export async function checkpointer(
  key: string,
  written: readonly Written[],
  resume: (written: readonly Written[]) => void,
  begun: () => void,
): Promise<Checkpointer | null> {
  const folder = storeFolder();
  if (!folder) return null;
  const kept = await keptState(key);
  let turn = 0;
  let last = performance.now();
  let asked = last;
  let took = 0;
  return {
    known: kept?.growth ?? null,
    begins(resumed) {
      if (resumed) resume(kept!.written);
      begun();
      turn = kept?.growth.file.endsWith("0") ? 1 : 0;
      last = performance.now();
    },
    due() {
      asked = performance.now();
      if (asked - last < pause(took)) return null;
      return piecePath(folder, "texts", cacheKeys(key)[(turn = 1 - turn)]!);
    },
    async save(growth) {
      await keepPiece(folder, "texts", stateKey(key), JSON.stringify({ written, growth })).catch(
        () => undefined,
      );
      last = performance.now();
      took = last - asked;
    },
  };
}
