// A cell of a notebook that is a program of the language.

/** Blank lines and comments, which may stand above the mark. */
const above = String.raw`\ufeff?(?:[ \t]*(?://[^\r\n]*|/\*(?:[^*]|\*(?!/))*\*/[ \t]*)?(?:\r\n|\r|\n))*[ \t]*`;
const mark = new RegExp(String.raw`^(${above})(%%steer(?![A-Za-z0-9_])[^\r\n]*)`);
const magic = new RegExp(String.raw`^(?:${above})(%{1,2}[ \t]*[A-Za-z_][\w.-]*|!\w+)`);

/** What a cell opens with, when it is a program of the language: what stands above its mark, and the mark's line. */
export function openingOf(text: string): string {
  return mark.exec(text)?.[0] ?? "";
}

/** Whether the text of a notebook cell is a program of the language: it begins with `%%steer`, but for blank lines and comments. */
export const steerCell = (text: string): boolean => mark.test(text);

/** The text with blanks in the place of the mark's line; offsets stay as they are. */
export const withoutMark = (text: string): string =>
  text.replace(mark, (_, before: string, line: string) => before + " ".repeat(line.length));

/** A word that another kernel would take for a command of its own, where a cell begins or `%%steer` comes too late; null without. */
export function magicIn(
  text: string,
): { readonly word: string; readonly start: number; readonly first: boolean } | null {
  const found = magic.exec(text);
  if (found) return { word: found[1]!, start: found[0].length - found[1]!.length, first: true };
  const late = /^[ \t]*(%%[ \t]*steer)\b/im.exec(text);
  return late ? { word: late[1]!, start: late.index + late[0].length - late[1]!.length, first: false } : null;
}
