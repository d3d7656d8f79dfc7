// A text token by token, with the tokens that are read and those that are steered marked: with letters below them, or in HTML
// with <u> (read) and <mark> (steered), which a page shows without any style.
import type { MarkedToken } from "../../concepts/types.js";
import { escaped } from "../pages/html.js";
import { visibleLine } from "../words/visible-text.js";

const width = 100;

/** What the letters mean. */
export const lettersMean = "r: read, s: steered, b: both";

/** What the elements mean. */
export const elementsMean = "<u>read</u>, <mark>steered</mark>, <mark><u>both</u></mark>";

const letterOf = ({ read, steered }: MarkedToken): string =>
  read ? (steered ? "b" : "r") : steered ? "s" : " ";

/** Tokens in lines, each with a line of letters under it where it has any. */
export function markedLines(tokens: readonly MarkedToken[]): string[] {
  const lines: { text: string; marks: string }[] = [{ text: "", marks: "" }];
  for (const token of tokens) {
    const text = visibleLine(token.text);
    if (lines.at(-1)!.text.length + text.length > width) lines.push({ text: "", marks: "" });
    const line = lines.at(-1)!;
    line.text += text;
    line.marks += letterOf(token).repeat(text.length);
    if (token.text.endsWith("\n")) lines.push({ text: "", marks: "" });
  }
  return lines
    .filter(({ text }) => text)
    .flatMap(({ text, marks }) => (marks.trim() ? [text, marks.trimEnd()] : [text]));
}

/** Every marked token is an element of its own; lines of the text are lines. */
export function markedHtml(tokens: readonly MarkedToken[]): string {
  const shown = tokens.map(({ text, read, steered }) => {
    const token = escaped(text.split("\n").map(visibleLine).join("⏎\n"));
    const named = read ? `<u>${token}</u>` : token;
    return steered ? `<mark>${named}</mark>` : named;
  });
  return `<pre style="white-space:pre-wrap">${shown.join("")}</pre>`;
}
