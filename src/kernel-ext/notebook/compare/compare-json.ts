// Two JSON values, such as Vega-Lite specifications with their data: the same members, numbers close, texts compared with
// their numbers read out.
import { close, tolerancesOf, type Difference, type Tolerances } from "./difference.js";
import { compareTexts } from "./compare-text.js";

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const shown = (value: unknown): string => {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
};

/** @param at path of the value, e.g. "chart.data.values[3]" */
export function compareValues(
  before: unknown,
  now: unknown,
  at: string,
  tolerances: Tolerances,
): Difference[] {
  if (typeof before === "number" && typeof now === "number")
    return close(before, now, tolerances) ? [] : [{ at, before: String(before), now: String(now) }];
  if (typeof before === "string" && typeof now === "string") {
    const found = compareTexts(before, now, at, tolerances);
    return found.length ? [{ at, before: shown(before), now: shown(now) }] : [];
  }
  if (Array.isArray(before) && Array.isArray(now)) {
    if (before.length !== now.length)
      return [{ at: `${at}.length`, before: String(before.length), now: String(now.length) }];
    return before.flatMap((value, i) => compareValues(value, now[i], `${at}[${i}]`, tolerances));
  }
  if (isMembers(before) && isMembers(now))
    return inDoubt(before, now, tolerances)
      ? compareMembers(withoutClass(before), withoutClass(now), at, tolerances)
      : compareMembers(before, now, at, tolerances);
  return Object.is(before, now) ? [] : [{ at, before: shown(before), now: shown(now) }];
}

const compareMembers = (before: Members, now: Members, at: string, tolerances: Tolerances): Difference[] =>
  [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .sort()
    .flatMap((name) =>
      compareValues(before[name], now[name], `${at}.${name}`, tolerancesOf(name, tolerances)),
    );

/** Members of a mark that say in words which class its item is of, and its slope. */
const classWords = ["group", "series"];
const slopeOf = ({ slope, x }: Members): unknown => slope ?? x;

/** Whether two marks are of one item that is near a border of the classes: then the name of its class may differ. */
function inDoubt(before: Members, now: Members, { noise }: Tolerances): boolean {
  const slopes = [slopeOf(before), slopeOf(now)];
  return (
    noise !== undefined &&
    classWords.some((name) => typeof before[name] === "string" && before[name] !== now[name]) &&
    slopes.every((slope) => typeof slope === "number" && Math.abs(slope) <= 2 * noise.slope)
  );
}

const withoutClass = (members: Members): Members =>
  Object.fromEntries(Object.entries(members).filter(([name]) => !classWords.includes(name)));
