// Steering vectors: extracted, combined, loaded, saved.
export { combine, extract, extractEach, randomLike, trainedUnder, unit, without } from "./vector.js";
export { load } from "./files/load-vector.js";
export { save } from "./files/save-vector.js";
export { describeVector } from "./expressions.js";
export { readExample } from "./extraction/read-example.js";
export { extractionsOf, factsIn, pairDigest, trainedPairs, trainShiftOf } from "./origins.js";
export { keptDirections, layersKnown, plannedExtractions } from "./compute.js";
export { gatheredFrom, keptExtraction, type PlannedExtraction } from "./extraction/extract.js";
export { plannedRefits, refitsOf, refittedPairs, type Refitting } from "./extraction/refit.js";
export { layersOf } from "./layers.js";
export { scaled } from "./directions.js";
export { randomUnit } from "./random-direction.js";
export { dot, normOf } from "../stats/linear-algebra.js";
export { readSafetensors, writeSafetensors } from "./files/safetensors-vectors.js";
export { activationsOf, type PairActivations } from "./extraction/activations.js";
