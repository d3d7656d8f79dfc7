// The sections of texts between their added tokens: chat prompts share most of them (the system message, the question before either
// answer), and each distinct one is encoded once.
import type { Section } from "./steps/normalizers.js";

/** Sections that are remembered; then all are forgotten. */
const most = 20_000;

/** The same encoding; a section that is `shared` with other texts, it is likely, is remembered. */
export function rememberSections(
  encode: (section: Section) => readonly number[],
): (section: Section, shared: boolean) => readonly number[] {
  const known = new Map<string, readonly number[]>();
  return (section, shared) => {
    if (!shared) return encode(section);
    const key = `${section.first} ${section.text}`;
    const before = known.get(key);
    if (before) return before;
    if (known.size >= most) known.clear();
    const ids = encode(section);
    known.set(key, ids);
    return ids;
  };
}
