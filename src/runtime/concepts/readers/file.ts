// Data files: their bytes and their text.
import { readFileSync } from "node:fs";
import { extname } from "node:path";
import { nearest } from "../../errors/nearest.js";
import { fail } from "../../errors/index.js";
import { shippedSets } from "../../files/shipped.js";

const reasons: Readonly<Record<string, string>> = {
  EISDIR: "it is a folder",
  EACCES: "access is denied",
  EPERM: "access is denied",
  ERR_FS_FILE_TOO_LARGE: "it is larger than 2 GiB",
};

/** The shipped set that a name without a file ending may have meant. */
const meantSet = (name: string) => (extname(name) ? null : nearest(name, shippedSets().keys()));

/** Throws E401 (no file) or E407 (not readable). */
export function readBytes(path: string, shown: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? "";
    if (code === "ENOENT" || code === "ENOTDIR")
      fail("E401", { path: shown, nearest: meantSet(shown) }, { cause });
    return fail("E407", { path: shown, reason: reasons[code] ?? `the system said ${code}` }, { cause });
  }
}

/** Most bytes of a text file: more do not fit into one text of JavaScript. */
const mostBytes = 500_000_000;

/** The text of a file without a byte-order mark. Throws E401 or E407 (also for text that is not UTF-8). */
export function readTextFile(path: string, shown: string): string {
  const bytes = readBytes(path, shown);
  if (bytes.length > mostBytes)
    fail("E407", { path: shown, reason: `it has ${bytes.length} bytes, and ${mostBytes} can be read` });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    return fail("E407", { path: shown, reason: `it is ${wide ? "UTF-16" : "not UTF-8"} text` }, { cause });
  }
}
