// An error as people see it: code, line and column, the line with the span underlined, and the remedy.
import { lineStarts, lineText, placeOf } from "../../runtime/errors/text-positions.js";
import { visible } from "../../runtime/report/words/visible-text.js";
import type { Diagnostic } from "./language-errors.js";
import type { Place, Words } from "../../runtime/errors/index.js";

/** Longest part of a line that is shown. */
const widest = 100;

/** A mark that ends further to the right has its sentence on the next line. */
const farRight = 80;

/** The part of a line around the place, cut with … where it is long, and where the place then begins. */
function crop(
  line: string,
  column: number,
  length: number,
): { shown: string; before: string; length: number } {
  const at = Math.min(column - 1, line.length);
  const from = Math.max(0, Math.min(at - 60, line.length - widest));
  const head = from > 0 ? "…" : "";
  const before = head + line.slice(from, at);
  const marked = Math.min(length, Math.max(1, from + widest - at));
  const rest = line.slice(at, from + widest) + (line.length > from + widest ? "…" : "");
  // Signs are longer than what they stand for; the mark stays under them.
  const more = visible(rest.slice(0, marked)).length - rest.slice(0, marked).length;
  return { shown: visible(before + rest), before: visible(before), length: marked + more };
}

/** Blanks as wide as the text: tabs stay tabs. */
const blanks = (text: string) => text.replace(/[^\t]/g, " ");

/** Formats any failure with a place in this text; `place` null: the words alone. Shows control characters and unseen ones as signs. */
export const frame = (
  text: string,
  error: Words & { code: string },
  place: Place | null,
  fileName?: string,
): string => visible(framed(text, error, place, fileName));

function framed(
  text: string,
  error: Words & { code: string },
  place: Place | null,
  fileName?: string,
): string {
  const shownIn = place?.file?.name ?? fileName;
  const file = shownIn ? `${shownIn}, ` : "";
  const remedy = `  ${error.remedy}`;
  if (!place)
    return [`steer ${error.code}${fileName ? `  ${fileName}` : ""}`, `  ${error.sentence}`, remedy].join(
      "\n",
    );
  const { shown, before, length } = crop(
    lineText(place.file?.text ?? text, place.line),
    place.column,
    place.length ?? 1,
  );
  const margin = `  ${place.line} | `;
  const mark = `${" ".repeat(margin.length - 2)}| ${blanks(before)}${"^".repeat(length)}`;
  const words =
    before.length + length > farRight ? [mark, `  ${error.sentence}`] : [`${mark} ${error.sentence}`];
  return [
    `steer ${error.code}  ${file}line ${place.line}, column ${place.column}`,
    margin + shown,
    ...words,
    ...(place.calls?.length ? [`  Called from ${place.calls.join(", from ")}.`] : []),
    remedy,
  ].join("\n");
}

/** An error of the language, with its line. */
export function formatDiagnostic(text: string, diagnostic: Diagnostic, fileName?: string): string {
  const { file } = diagnostic;
  const all = file?.text ?? text;
  const place = placeOf(all, lineStarts(all), diagnostic.span);
  return frame(all, diagnostic, file ? { ...place, file } : place, fileName);
}

/** A failure of the runtime, with the line of the declaration that caused it where that is known. */
export function formatFailure(
  text: string,
  failure: Words & { readonly code: string; readonly place?: Place | undefined },
  fileName?: string,
): string {
  return frame(text, failure, failure.place ?? null, fileName);
}
