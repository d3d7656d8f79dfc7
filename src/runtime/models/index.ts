// Where models come from: a folder, a GGUF file or a hub id, opened and checked; and their weights as fp32 on disk.
export type * from "./types.js";
export { openCheckpoint } from "./open.js";
export type { OpenOptions } from "./options.js";
export { readyWeights } from "./weights/weights.js";
export { finalGain, outputRows, type OutputRows } from "./weights/output-head.js";
export { weightBytes, weightsAs } from "./weights/rounded-weights.js";
export { damagedWeights } from "./weights/cached-weights.js";
export { neutralPromptsIn, ownNeutralPrompts, type WrittenPrompt } from "./checkpoint/own-neutral-prompts.js";
export { cacheFolder } from "./weights/cache-folder.js";
export { blockSize } from "./weights/quantise.js";
export { findSmolLM2 } from "./checkpoint/smollm2.js";
export { ropeFrequencies } from "./checkpoint/rope.js";
