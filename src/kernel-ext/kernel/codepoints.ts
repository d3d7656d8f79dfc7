// Jupyter counts cursor positions in code points, TypeScript in UTF-16 units; they differ after an emoji.

const isLow = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
};

/** Code points to UTF-16 units. */
export function toUnits(text: string, points: number): number {
  let at = 0;
  for (let left = points; left > 0 && at < text.length; left--) at += text.codePointAt(at)! > 0xffff ? 2 : 1;
  return at;
}

/** UTF-16 units to code points. An offset inside a pair counts as before it. */
export function toPoints(text: string, units: number): number {
  const end = Math.min(units, text.length);
  let points = 0;
  for (let at = 0; at < end; at++) if (!isLow(text, at)) points++;
  return isLow(text, end) ? Math.max(0, points - 1) : points;
}
