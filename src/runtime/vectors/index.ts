// Steering vectors: extracted, scaled, saved.
export { dot, normOf } from "./difference.js";
export { scaled } from "./directions.js";
export { keptExtraction } from "./extract.js";
export { layersOf } from "./layers.js";
export { readSafetensors, writeSafetensors } from "./safetensors.js";
export { save } from "./save.js";
export { describeVector, extract, keptDirections, originOf, plannedExtraction, scale } from "./vector.js";
