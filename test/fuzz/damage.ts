// Ways to damage an input: as bytes, as text, and as JSON.
import type { Random } from "./random.js";

/** Another version of an input. */
export type Damage = (input: Buffer, random: Random) => Buffer;

const cut: Damage = (input, { below }) => input.subarray(0, below(input.length + 1));

const flip: Damage = (input, { below }) => {
  const made = Buffer.from(input);
  for (let left = 1 + below(4); left > 0 && made.length > 0; left--) made[below(made.length)] = below(256);
  return made;
};

const repeat: Damage = (input, { below }) => {
  const from = below(input.length + 1);
  const part = input.subarray(from, from + 1 + below(64));
  return Buffer.concat([input.subarray(0, from), part, part, input.subarray(from)]);
};

const remove: Damage = (input, { below }) => {
  const from = below(input.length + 1);
  return Buffer.concat([input.subarray(0, from), input.subarray(from + 1 + below(32))]);
};

/** The largest and the smallest numbers of four or eight bytes, where sizes and counts may stand. */
const extremes = [
  "ffffffff",
  "ffffffffffffffff",
  "ffffff7f",
  "ffffffffffffff7f",
  "00000080",
  "0000000000000000",
];

const extreme: Damage = (input, { below, pick }) => {
  const made = Buffer.from(input);
  Buffer.from(pick(extremes), "hex").copy(made, below(made.length + 1));
  return made;
};

const oddTexts = [
  "[",
  "{",
  '"',
  "\\",
  "\u0000",
  "\ud83d",
  "\u202e",
  "\r",
  "${",
  "{%",
  "}}",
  "1e999",
  "-1",
  "null",
  "\ufeff",
];

const insert: Damage = (input, { below, pick }) => {
  const at = below(input.length + 1);
  const odd = Buffer.from(pick(oddTexts).repeat(pick([1, 1, 1, 3, 3000])));
  return Buffer.concat([input.subarray(0, at), odd, input.subarray(at)]);
};

export const byteDamages: readonly Damage[] = [cut, flip, repeat, remove, extreme, insert];

/** Values of every type, with the extremes of each; JSON texts, so that numbers may be larger than any of JavaScript. */
const oddValues: readonly string[] = [
  ...["null", "true", "0", "-1", "5", "0.5", "1e999", "-0", "2147483648", "9007199254740993"],
  ...['""', '"x"', '"(a+)+$"', '"\\ud800"', "[]", "{}", "[null]", "[[]]", '{"a":1}', '{"__proto__":{"x":1}}'],
  JSON.stringify("ab".repeat(5000)),
  `${"[".repeat(2000)}${"]".repeat(2000)}`,
];

/** Stands in a value for a JSON text, until it is written. */
const mark = "\u0001odd\u0001";

/** Puts another value in the place of one of a JSON text, takes one away, doubles a key, or exchanges two. */
const jsonDamage: Damage = (input, random) => {
  let value: unknown;
  try {
    value = JSON.parse(input.toString("utf8"));
  } catch {
    return random.pick(byteDamages)(input, random);
  }
  const odd = random.pick(oddValues);
  const places: (readonly [holder: Record<string, unknown>, key: string])[] = [];
  const visit = (one: unknown, depth: number): void => {
    if (typeof one !== "object" || one === null || depth > 50) return;
    for (const key of Object.keys(one)) {
      places.push([one as Record<string, unknown>, key]);
      visit((one as Record<string, unknown>)[key], depth + 1);
    }
  };
  visit(value, 0);
  if (places.length === 0) return Buffer.from(odd);
  const [holder, key] = random.pick(places);
  const [other, otherKey] = random.pick(places);
  const changes: readonly (() => void)[] = [
    () => (holder[key] = mark),
    () => (holder[key] = mark),
    () => (Array.isArray(holder) ? holder.splice(Number(key), 1) : Reflect.deleteProperty(holder, key)),
    () => (holder[key] = structuredClone(other[otherKey])),
    () => (holder[`${key}${mark}`] = 1),
  ];
  random.pick(changes)();
  const marked = JSON.stringify(mark);
  const text = JSON.stringify(value).replace(marked, () => odd);
  return Buffer.from(text.replace(mark.replaceAll("\u0001", "\\u0001"), ""));
};

export const jsonDamages: readonly Damage[] = [...byteDamages, ...Array<Damage>(12).fill(jsonDamage)];

/** The damage done to each line of a file of JSON lines. */
export const lineDamages: readonly Damage[] = [
  ...byteDamages,
  (input, random) => {
    const lines = input.toString("utf8").split("\n");
    const at = random.below(lines.length);
    lines[at] = jsonDamage(Buffer.from(lines[at]!), random).toString("utf8");
    return Buffer.from(lines.join("\n"));
  },
];

/** One input of a fuzzer: a seed with one to three damages. */
export function damaged(seeds: readonly Buffer[], damages: readonly Damage[], random: Random): Buffer {
  let made = random.pick(seeds);
  for (let left = 1 + random.below(3); left > 0; left--) made = random.pick(damages)(made, random);
  return made;
}
