// Cells and notebooks: the session, the runner of notebooks, the kernel and its installation.
export { openSession } from "./host/notebook-session.js";
export type {
  CellResult,
  ExecuteOptions,
  IsComplete,
  NotebookSession,
  SessionOptions,
} from "./host/notebook-session.js";
export type { Bundle, CellError, Emit, Output, OutputEvent } from "./host/outputs.js";
export { runNotebook, type NotebookOptions, type NotebookReport } from "./notebook/run-notebook.js";
export { runNotebookApart } from "./notebook/run-in-child.js";
export { exportNotebook, type Exported, type LeftOut, type Twice } from "./notebook/export.js";
export { usualTolerances, type Tolerances } from "./notebook/compare/compare-outputs.js";
export { install, uninstall, type InstallOptions } from "./kernel/kernelspec.js";
export { kernelErrors } from "./errors/kernel-errors.js";
