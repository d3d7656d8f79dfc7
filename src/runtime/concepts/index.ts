// Concepts: contrast pairs, where they come from, how they become text and tokens, and how they are divided.
export { concept, partOf } from "./concept.js";
export { concepts, membersOf } from "./sets.js";
export { fetched } from "./mwe/fetch.js";
export { publishedSets, type PublishedSet } from "./mwe/data-set-table.js";
export { encodeMeasured, encodePair, encodePrompt, type EncodeOptions } from "./prompts/encode.js";
export { fieldRoles, type FieldNames, type FieldRole } from "./readers/field-names.js";
export { lostSystem, promptDigest, samePrompts } from "./prompts/unchanged-prompts.js";
export { otherOrder } from "./option-order.js";
export { repeatsIn } from "./repeats.js";
export { BASE, SYS_NEG, SYS_POS, USER_NEG, USER_POS, namedShift, shift } from "./shifts.js";
export { describeWhere, tokensOf } from "./prompts/token-positions.js";
