// Concepts: contrast pairs, where they come from, how they become text and tokens, and how they are divided.
export { concept, partOf } from "./concept.js";
export { concepts, membersOf } from "./sets.js";
export { fetched } from "./mwe/fetched.js";
export { publishedSets, type PublishedSet } from "./mwe/published.js";
export { encodeMeasured, encodePair, encodePrompt, type EncodeOptions } from "./encode.js";
export { fieldRoles, type FieldNames, type FieldRole } from "./fields.js";
export { lostSystem, promptDigest, samePrompts, type SamePrompts } from "./same-prompts.js";
export { otherOrder } from "./orders.js";
export { repeatsIn } from "./repeats.js";
export { joinsOf, protocolOf, type Analysis, type Chosen, type Protocol } from "./protocols.js";
export {
  namedSettings,
  settingNames,
  settingOf,
  valueOf,
  type NamedSetting,
  type SettingName,
  type Written,
  type WrittenOn,
} from "./settings.js";
export { MersenneTwister, shuffled } from "./random.js";
export { BASE, SYS_NEG, SYS_POS, USER_NEG, USER_POS, namedShift, shift } from "./shifts.js";
export { describeWhere, tokensOf } from "./where.js";
