// File formats of vectors, by the ending of the file's name.
import { gguf } from "./gguf.js";
import { safetensors } from "./safetensors.js";
import type { VectorFormat } from "./format.js";

export const formats: Readonly<Record<string, VectorFormat>> = { ".safetensors": safetensors, ".gguf": gguf };
