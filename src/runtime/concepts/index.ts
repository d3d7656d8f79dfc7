// Concepts: contrast pairs, where they come from, how they become text and tokens, and how they are divided.
export { concept, partOf } from "./concept.js";
export { concepts, membersOf } from "./sets.js";
export { fetched } from "./mwe/fetch.js";
export { publishedSets, type PublishedSet } from "./mwe/data-set-table.js";
export { encodeMeasured, encodePair, encodePrompt, type EncodeOptions } from "./prompts/encode.js";
export { fieldRoles, type FieldNames, type FieldRole } from "./readers/field-names.js";
export { lostSystem, promptDigest, samePrompts, type SamePrompts } from "./prompts/unchanged-prompts.js";
export { otherOrder } from "./option-order.js";
export { repeatsIn } from "./repeats.js";
export { joinsOf, protocolOf, type Analysis, type Chosen, type Protocol } from "../paper/protocols.js";
export {
  namedSettings,
  settingNames,
  settingOf,
  valueOf,
  type NamedSetting,
  type SettingName,
  type Written,
  type WrittenOn,
} from "../paper/named-settings.js";
export { MersenneTwister, shuffled } from "../stats/mersenne-twister.js";
export { BASE, SYS_NEG, SYS_POS, USER_NEG, USER_POS, namedShift, shift } from "./shifts.js";
export { describeWhere, tokensOf } from "./prompts/token-positions.js";
