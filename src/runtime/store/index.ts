// The store: results under content keys, so that nothing is computed twice and a killed run goes on where it was.
export { storeFolder } from "./folder.js";
export { contentKey, numbersKey } from "./keys.js";
export { dropPieces, keepPiece, keptPiece, piecePath } from "./pieces.js";
export { openSegment, type Segment } from "./segment.js";
export { verifyStore, type Verified } from "./verify.js";
export { steerlabVersion } from "./version.js";
