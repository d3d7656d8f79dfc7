// Content keys: what a result depends on, as one digest. Equal content has an equal key, whatever it is called.
import { createHash } from "node:crypto";

/** sha256 (hex) of a JSON value; the order in which its fields are written is part of it. */
export const contentKey = (content: unknown): string =>
  createHash("sha256").update(JSON.stringify(content)).digest("hex");

/** sha256 (hex) of numbers as they lie in memory. */
export const numbersKey = (numbers: Float32Array): string =>
  createHash("sha256")
    .update(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength))
    .digest("hex");
