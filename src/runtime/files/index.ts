// Writing files: whole or not at all.
export { removeAbandoned } from "./abandoned.js";
export { reasonOf, writeAtomically, writeWhole, type Append, type FileSteps } from "./write.js";
export { jsonLinePieces, jsonLines } from "./lines.js";
export { leavesFolder } from "./inside.js";
