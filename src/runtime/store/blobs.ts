// Whole files in the store, one per content key: extracted vectors, generated texts, self-checks. Each is sealed with a checksum.
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { removeAbandoned, writeAtomically } from "../files/index.js";
import { noticeDamage, sealed, unsealed } from "./checksum.js";

export const shelves = ["vectors", "checks", "texts"] as const;
export type Shelf = (typeof shelves)[number];

/** Where a piece lies. */
export const piecePath = (folder: string, shelf: Shelf, key: string) => join(folder, shelf, key);

/** What lies under a key; null when nothing does, or when it is damaged, which is told. */
export async function keptPiece(folder: string | null, shelf: Shelf, key: string): Promise<Buffer | null> {
  const bytes = folder ? await readFile(piecePath(folder, shelf, key)).catch(() => null) : null;
  const content = bytes && unsealed(bytes);
  if (bytes && !content) noticeDamage(shelf);
  return content;
}

/** Keeps bytes or text under a key. Throws E701 when the disk does not take them. */
export async function keepPiece(
  folder: string | null,
  shelf: Shelf,
  key: string,
  content: string | Uint8Array,
): Promise<void> {
  if (folder) await writeAtomically(piecePath(folder, shelf, key), sealed(content));
}

/** Takes pieces away, and what killed processes left of them; those that are not there are no failure. */
export async function dropPieces(
  folder: string | null,
  shelf: Shelf,
  keys: readonly string[],
): Promise<void> {
  if (!folder) return;
  await removeAbandoned(join(folder, shelf));
  for (const key of keys) await rm(piecePath(folder, shelf, key), { force: true }).catch(() => undefined);
}
