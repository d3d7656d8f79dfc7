// Jupyter's wire protocol 5.3: [identities…, "<IDS|MSG>", signature, header, parent, metadata, content, …],
// signature = HMAC-SHA256(key; header, parent, metadata, content) as hex.
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

const delimiter = "<IDS|MSG>";

export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

export type Content = Readonly<Record<string, unknown>>;

export interface Message {
  readonly identities: readonly Uint8Array[];
  readonly header: Header;
  readonly content: Content;
}

export type Frame = Uint8Array | string;

function sign(key: string, parts: readonly Frame[]): string {
  if (key === "") return "";
  const hash = createHmac("sha256", key);
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

const isObject = (value: unknown): value is Content =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isHeader = (value: unknown): value is Content & Header =>
  isObject(value) && typeof value["msg_type"] === "string" && typeof value["msg_id"] === "string";

/** Null for frames that are not a message signed with this key, with a header and a content as the protocol has them. */
export function decode(frames: readonly Buffer[], key: string): Message | null {
  const at = frames.findIndex((frame) => frame.toString("latin1") === delimiter);
  const parts = frames.slice(at + 2);
  if (at < 0 || parts.length < 4) return null;
  const signature = Buffer.from(sign(key, parts.slice(0, 4)));
  const given = frames[at + 1]!;
  if (signature.length !== given.length || !timingSafeEqual(signature, given)) return null;
  try {
    const [header, , , content] = parts.slice(0, 4).map((part): unknown => JSON.parse(part.toString("utf8")));
    return isHeader(header) && isObject(content)
      ? { identities: frames.slice(0, at), header, content }
      : null;
  } catch {
    return null;
  }
}

/** A message of the kernel that answers (or belongs to) `parent`. */
export function encode(
  type: string,
  content: Content,
  { parent, identities, key }: { parent: Header | null; identities: readonly Frame[]; key: string },
): Frame[] {
  const header: Header = {
    msg_id: randomUUID(),
    msg_type: type,
    session: parent?.session ?? "",
    username: parent?.username ?? "",
    date: new Date().toISOString(),
    version: "5.3",
  };
  const parts = [header, parent ?? {}, {}, content].map((part) => JSON.stringify(part));
  return [...identities, delimiter, sign(key, parts), ...parts];
}
