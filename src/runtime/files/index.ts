// Writing files: whole or not at all.
export { removeAbandoned, writeAtomically, writeWhole, type Append, type FileSteps } from "./write.js";
export { jsonLinePieces, jsonLines } from "./lines.js";
