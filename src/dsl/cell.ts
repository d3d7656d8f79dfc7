// A cell of a notebook that is a program of the language.

/** Whether the text of a notebook cell is a program of the language: its first line begins with `%%steer`. */
export function steerCell(text: string): boolean {
  return /^\ufeff?%%steer(?![A-Za-z0-9_])/.test(text);
}
