// File formats of vectors, by the ending of the file's name.
import { gguf } from "./gguf-vectors.js";
import { safetensors } from "./safetensors-vectors.js";
import type { VectorFormat } from "./vector-format.js";

export const formats: Readonly<Record<string, VectorFormat>> = { ".safetensors": safetensors, ".gguf": gguf };
