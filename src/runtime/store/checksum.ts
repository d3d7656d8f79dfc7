// Everything that is kept carries a checksum: a damaged piece counts as missing and is made again, never read as it is.
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { currentSession } from "../session/session.js";

const mark = "sha256 ";
const digestLength = 64;
const headLength = mark.length + digestLength + 1;

const sha256 = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");

/** The content behind a line "sha256 HEX". */
export function sealed(content: string | Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${mark}${sha256(content)}\n`), Buffer.from(content)]);
}

/** The content of a sealed file; null when its checksum is missing or does not match. */
export function unsealed(bytes: Buffer): Buffer | null {
  const content = bytes.subarray(headLength);
  return bytes.toString("latin1", 0, headLength) === `${mark}${sha256(content)}\n` ? content : null;
}

/** The JSON object `{…}` with a last member `"c"`: the CRC-32 of the text before it. */
export function sealedLine(json: string): string {
  const open = json.slice(0, -1);
  return `${open},"c":${crc32(open)}}`;
}

/** Whether a line's last member is the checksum of the rest. */
export function isSealedLine(line: string): boolean {
  const at = line.lastIndexOf(',"c":');
  return at > 0 && line.slice(at) === `,"c":${crc32(line.slice(0, at))}}`;
}

/** Tells the person once for each kind of thing that something kept was damaged. */
export function noticeDamage(what: string): void {
  currentSession().sink.notice(
    `The cache holds damaged ${what}; what is damaged is made again. \`steerlab doctor\` checks the whole cache.`,
  );
}
