// What can be wrong with the TypeScript of a program, and with files that it imports.
import type { Words } from "../runtime/errors/index.js";

export const moduleErrors = {
  /** Found by TypeScript or while the program runs. */
  E238: (d: { message: string }) => ({
    sentence: `This import failed: ${d.message}`,
    remedy: "Change the import, or the file that it names.",
  }),
  /** In a file that is imported. */
  E243: (d: { message: string }) => ({
    sentence: d.message,
    remedy: "Change this file, or import another.",
  }),
  E244: (d: { message: string }) => ({
    sentence: d.message,
    remedy: "Move what both files need into a third one that imports neither.",
  }),
  /** The one code that shows only while a program runs. */
  E240: (d: { message: string; file?: boolean }) => ({
    sentence: `This TypeScript failed: ${d.message}`,
    remedy: d.file ? "Change this file, or how it is called." : "Change the expression between `${` and `}`.",
  }),
} satisfies Record<string, (data: never) => Words>;
