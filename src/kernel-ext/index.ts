// Cells and notebooks: the session, the runner of notebooks, the kernel and its installation.
export { openSession } from "./session.js";
export type { CellResult, ExecuteOptions, IsComplete, NotebookSession, SessionOptions } from "./session.js";
export type { Bundle, CellError, Emit, Output, OutputEvent } from "./outputs.js";
export { runNotebook, type NotebookOptions, type NotebookReport } from "./notebook.js";
export { runNotebookApart } from "./apart.js";
export { exportNotebook, type Exported, type LeftOut, type Twice } from "./export.js";
export { usualTolerances, type Tolerances } from "./compare/index.js";
export { install, uninstall, type InstallOptions } from "./install.js";
export { kernelErrors } from "./errors.js";
