// Writing files: whole or not at all.
export { removeAbandoned } from "./abandoned.js";
export { writeAtomically, writeWhole, type Append, type FileSteps } from "./write.js";
export { jsonLinePieces, jsonLines } from "./lines.js";
