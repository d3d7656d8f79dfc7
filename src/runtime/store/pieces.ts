// Whole files in the store, one per content key: extracted vectors, generated texts, self-checks.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeAtomically } from "../files/index.js";

export type Shelf = "vectors" | "checks" | "texts";

const pathOf = (folder: string, shelf: Shelf, key: string) => join(folder, shelf, key);

/** What lies under a key, or null. */
export async function keptPiece(folder: string | null, shelf: Shelf, key: string): Promise<Buffer | null> {
  return folder ? readFile(pathOf(folder, shelf, key)).catch(() => null) : null;
}

/** Keeps bytes or text under a key. Throws E701 when the disk does not take them. */
export async function keepPiece(
  folder: string | null,
  shelf: Shelf,
  key: string,
  content: string | Uint8Array,
): Promise<void> {
  if (folder) await writeAtomically(pathOf(folder, shelf, key), content);
}
