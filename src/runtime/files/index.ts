// Writing files: whole or not at all.
export { writeAtomically, type FileSteps } from "./write.js";
export { jsonLines } from "./lines.js";
