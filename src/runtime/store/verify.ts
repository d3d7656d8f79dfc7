// Looks at everything that the store keeps, checksum by checksum.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { shelves } from "./blobs.js";
import { unsealed } from "./checksum.js";
import { linesOf } from "./result-log.js";

/** What a look at kept files came to. */
export interface Verified {
  readonly files: number;
  /** Paths of files that are damaged, or hold damaged lines; sorted. */
  readonly damaged: readonly string[];
}

/** Files with keys and values of texts in the middle of growing have a checksum of their own, which the engine reads. */
const isGrowing = (name: string): boolean => /\.growing\.[01]$/.test(name);

const isWhole: Readonly<Record<"piece" | "segment", (bytes: Buffer) => boolean>> = {
  piece: (bytes) => unsealed(bytes) !== null,
  segment: (bytes) => linesOf(bytes.toString("utf8")).damaged === 0,
};

/** Checks every file of the store; nothing is changed. */
export async function verifyStore(folder: string): Promise<Verified> {
  const places = [
    ...shelves.map((shelf) => ({ name: shelf, kind: "piece" as const })),
    { name: "results", kind: "segment" as const },
  ];
  const damaged: string[] = [];
  let files = 0;
  for (const { name: shelf, kind } of places) {
    const names = await readdir(join(folder, shelf)).catch(() => [] as string[]);
    for (const name of names.filter((one) => !one.startsWith(".") && !isGrowing(one)).sort()) {
      files += 1;
      const path = join(folder, shelf, name);
      const whole = await readFile(path).then(isWhole[kind], () => false);
      if (!whole) damaged.push(path);
    }
  }
  return { files, damaged };
}
