// Where models come from: a folder, a GGUF file or a hub id, opened and checked; and their weights as fp32 on disk.
export type * from "./types.js";
export { openCheckpoint } from "./open.js";
export type { OpenOptions } from "./options.js";
export { readyWeights } from "./weights.js";
export { finalGain, outputRows, type OutputRows } from "./output.js";
export { weightBytes, weightsAs } from "./reduced.js";
export { damagedWeights } from "./kept-weights.js";
export { neutralPromptsIn, ownNeutralPrompts, type NeutralPrompt } from "./neutral.js";
export { cacheFolder } from "./cache.js";
export { blockSize } from "./quantise.js";
export { findSmolLM2 } from "./smollm2.js";
export { ropeFrequencies } from "./rope.js";
