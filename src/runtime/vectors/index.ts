// Steering vectors: extracted, combined, loaded, saved.
export { combine, extract, extractEach, randomLike, trainedUnder, unit, without } from "./vector.js";
export { load } from "./load.js";
export { save } from "./save.js";
export { describeVector } from "./expressions.js";
export { readExample } from "./example.js";
export { extractionsOf, factsIn, pairDigest, trainedPairs, trainShiftOf } from "./origins.js";
export { keptDirections, layersKnown, plannedExtractions } from "./compute.js";
export { gatheredFrom, keptExtraction, type PlannedExtraction } from "./extract.js";
export { plannedRefits, refitsOf, refittedPairs, type Refitting } from "./refit.js";
export { layersOf } from "./layers.js";
export { scaled } from "./directions.js";
export { randomUnit } from "./random.js";
export { dot, normOf } from "./norm.js";
export { readSafetensors, writeSafetensors } from "./formats/safetensors.js";
export { activationsOf, type PairActivations } from "./activations.js";
