// All that commands print goes through here: texts of files and of programs may hold characters that move the cursor, hide or turn
// text round; people see them as signs.
import { visible } from "../../runtime/report/words/visible-text.js";

/** What was asked for, on stdout. */
export const say = (text: string): void => console.log(visible(text));

/** Failures and notices, on stderr. */
export const complain = (text: string): void => console.error(visible(text));

/** A program's text, as it is: only a terminal gets signs. */
export function passOn(text: string): void {
  process.stdout.write(process.stdout.isTTY ? visible(text) : text);
}
