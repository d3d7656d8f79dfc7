// The store: results under content keys, so that nothing is computed twice and a killed run goes on where it was.
export { storeFolder } from "./store-folder.js";
export { contentKey, numbersKey } from "./content-key.js";
export { dropPieces, keepPiece, keptPiece, piecePath } from "./blobs.js";
export { openSegment, type Segment } from "./result-log.js";
export { verifyStore, type Verified } from "./verify.js";
export { steerlabVersion } from "./version.js";
