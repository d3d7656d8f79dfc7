// Messages to the kernel: header, parent, metadata and content in one file, signed as a client of the kernel signs them.
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { decode } from "../../../src/kernel-ext/kernel/wire-protocol.js";
import { jsonDamages } from "../damage.js";
import type { Kind } from "../kind.js";

const header = {
  msg_id: "1",
  msg_type: "execute_request",
  session: "s",
  username: "u",
  date: "",
  version: "5.3",
};
const parts = [header, {}, {}, { code: "1 + 1", silent: false }];

export const messages: Kind = {
  ending: ".json",
  damages: jsonDamages,
  seeds: () => [Buffer.from(JSON.stringify(parts))],
  read(path) {
    const bytes = readFileSync(path);
    let frames = [bytes];
    try {
      const list: unknown = JSON.parse(bytes.toString("utf8"));
      if (Array.isArray(list)) frames = list.map((part) => Buffer.from(JSON.stringify(part)));
    } catch {
      // Not JSON: a single frame, as it is.
    }
    const hash = createHmac("sha256", "k");
    for (const frame of frames.slice(0, 4)) hash.update(frame);
    decode([Buffer.from("<IDS|MSG>"), Buffer.from(hash.digest("hex")), ...frames], "k");
  },
};
