// The files that are made from the sources, or parts of them. Tests compare them; `npm run docs` writes them.
import { errorsPage } from "./errors-page.js";
import { withTables } from "./language-tables.js";
import { textMate } from "./textmate-grammar.js";

export interface Generated {
  /** From the folder of the project. */
  readonly path: string;
  /** The file as it should be; `before` is what it holds. */
  make(before: string): string | Promise<string>;
}

export const generated: readonly Generated[] = [
  { path: "docs/errors.md", make: errorsPage },
  { path: "docs/language.md", make: withTables },
  {
    path: "editors/vscode/syntaxes/steer.tmLanguage.json",
    make: () => `${JSON.stringify(textMate, null, 2)}\n`,
  },
];
