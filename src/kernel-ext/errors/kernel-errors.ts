// What can be wrong with cells, notebooks and the kernel's installation (E8xx).
import { SteerError, type Words } from "../../runtime/errors/index.js";

export const kernelErrors = {
  E801: () => ({
    sentence: "The cell was interrupted.",
    remedy: "Names that the cell was declaring keep their earlier values; run the cell again to continue.",
  }),
  E802: (d: { path: string; reason: string }) => ({
    sentence: `The notebook "${d.path}" cannot be read: ${d.reason}.`,
    remedy: "Give a notebook in format 4 (.ipynb), as Jupyter and this program write it.",
  }),
  E803: (d: { path: string; cell: number; reason: string }) => ({
    sentence: `Cell ${d.cell} of "${d.path}" failed: ${d.reason}`,
    remedy:
      "The notebook is as it was; --out DIR writes what it came to, with the whole message; --allow-errors runs the cells after it too.",
  }),
  E804: (d: { path: string; cell: number; seconds: number }) => ({
    sentence: `Cell ${d.cell} of "${d.path}" took longer than ${d.seconds} s and was interrupted.`,
    remedy: "Give a longer --timeout, or make the cell do less.",
  }),
  E805: (d: { member: string }) => ({
    sentence: `The cell engine (tslab) lacks "${d.member}", which this kernel builds on.`,
    remedy: "Install the pinned versions with `npm ci`.",
  }),
  E806: (d: { path: string; reason: string }) => ({
    sentence: `The connection file "${d.path}" cannot be used: ${d.reason}.`,
    remedy: "Let Jupyter start the kernel; it writes this file and passes its path.",
  }),
  E807: (d: { file: string }) => ({
    sentence: `The kernel's program "${d.file}" is not there.`,
    remedy: "Build steerlab first with `npm run build`, then install the kernel again.",
  }),
  E808: (d: { reason: string }) => ({
    sentence: `The types of "steerlab" could not be prepared for cells: ${d.reason}.`,
    remedy: "Build steerlab with `npm run build`; cells then take the types from the build.",
  }),
  E809: (d: { path: string; how: string }) => ({
    sentence: `The process that ran "${d.path}" ended before the notebook did: ${d.how}.`,
    remedy:
      "The notebook is as it was; look for a cell that ends the process or needs more memory than there is.",
  }),
  E810: (d: { how: string }) => ({
    sentence: `The process that runs cells ended while it ran this one: ${d.how}.`,
    remedy: "A new one was started; all names are gone, so run the notebook from its top.",
  }),
  E811: (d: { form: string; since: string; instead: string }) => ({
    sentence: `TypeScript has \`${d.form}\` since ${d.since}; cells are checked with 5.0.`,
    remedy: d.instead,
  }),
  E813: (d: { path: string }) => ({
    sentence: `The notebook "${d.path}" was changed while it ran, so the outputs were not written into it.`,
    remedy: "Run it again, or give --out DIR to write elsewhere.",
  }),
  E814: (d: { word: string; first: boolean }) => ({
    sentence: d.first
      ? `This kernel has no magic \`${d.word}\`.`
      : `\`${d.word}\` stands below other code; nothing but blank lines and comments may be above it.`,
    remedy: !d.first
      ? "Put it at the top of a cell of its own."
      : /^%+\s*steer/i.test(d.word)
        ? "Write `%%steer`: two percent signs, small letters, no blank."
        : "A cell is TypeScript, or in the language when it begins with `%%steer`.",
  }),
  E815: () => ({
    sentence: "This cell is nested too deeply to be read.",
    remedy: "Take it apart: name its inner parts, or read large data from a file.",
  }),
};

type Table = typeof kernelErrors;
export type KernelCode = keyof Table;

/** Makes the error that the table has under this code. */
export function kernelFailure<C extends KernelCode>(
  code: C,
  data: Parameters<Table[C]>[0],
  options?: { cause?: unknown },
): SteerError {
  const words = (kernelErrors[code] as (data: unknown) => Words)(data);
  return new SteerError(code, words.sentence, words.remedy, undefined, options);
}
