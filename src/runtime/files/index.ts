// Writing files: whole or not at all.
export { removeAbandoned } from "./leftover-files.js";
export { reasonOf, writeAtomically, writeWhole, type Append, type FileSteps } from "./atomic-write.js";
export { jsonLinePieces, jsonLines } from "./json-lines.js";
export { leavesFolder } from "./inside-folder.js";
