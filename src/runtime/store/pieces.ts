// Whole files in the store, one per content key: extracted vectors, generated texts, self-checks.
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { removeAbandoned, writeAtomically } from "../files/index.js";

export type Shelf = "vectors" | "checks" | "texts";

/** Where a piece lies. */
export const piecePath = (folder: string, shelf: Shelf, key: string) => join(folder, shelf, key);

/** What lies under a key, or null. */
export async function keptPiece(folder: string | null, shelf: Shelf, key: string): Promise<Buffer | null> {
  return folder ? readFile(piecePath(folder, shelf, key)).catch(() => null) : null;
}

/** Keeps bytes or text under a key. Throws E701 when the disk does not take them. */
export async function keepPiece(
  folder: string | null,
  shelf: Shelf,
  key: string,
  content: string | Uint8Array,
): Promise<void> {
  if (folder) await writeAtomically(piecePath(folder, shelf, key), content);
}

/** Takes pieces away, and what was half written of them; those that are not there are no failure. */
export async function dropPieces(
  folder: string | null,
  shelf: Shelf,
  keys: readonly string[],
): Promise<void> {
  if (!folder) return;
  for (const key of keys) {
    const path = piecePath(folder, shelf, key);
    await removeAbandoned(path, 0);
    await rm(path, { force: true }).catch(() => undefined);
  }
}
