// Text that a model or a file holds, made safe to look at: characters that move the cursor, hide or turn text round become signs.

/** Controls, and what cannot be seen: zero widths, direction marks and overrides, separators, fillers. The joiner inside emoji stays. */
const hidden =
  /(?![\n\t\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\u034f|\u115f|\u1160|\u3164|\uffa0|[\u{e0100}-\u{e01ef}]|(?<=[!-~])\u200d/gu;

const signOf = (character: string): string => {
  const code = character.codePointAt(0)!;
  if (code < 32) return String.fromCodePoint(0x2400 + code);
  return code === 127 ? "␡" : `\\u{${code.toString(16).toUpperCase()}}`;
};

/** Line breaks and tabs stay; "\r\n" is a line break. */
export const visible = (text: string): string => text.replaceAll("\r\n", "\n").replace(hidden, signOf);

/** The same on one line: ⏎ and ⇥ for line breaks and tabs. */
export const visibleLine = (text: string): string =>
  visible(text).replaceAll("\n", "⏎").replaceAll("\t", "⇥");

/** Lines of at most `width` characters, broken at blanks where there are any; line breaks of the text stay. */
export function wrapped(text: string, width: number): string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line: string[] = [];
    for (const word of paragraph.replaceAll("\t", "    ").split(/(?<= )/)) {
      let rest = [...word];
      if (line.length + word.trimEnd().length > width && line.length) {
        lines.push(line.join("").trimEnd());
        line = [];
      }
      for (; rest.length > width; rest = rest.slice(width)) lines.push(rest.slice(0, width).join(""));
      line.push(...rest);
    }
    return [...lines, line.join("").trimEnd()];
  });
}
