// The commands of the program, in the order of its help.
import type { Command } from "./command.js";
import { check } from "../check.js";
import { compile } from "../compile.js";
import { concepts } from "../concepts.js";
import { doctor } from "../doctor.js";
import { explain } from "../explain.js";
import { fmt } from "../fmt.js";
import { init } from "../init.js";
import { kernelInstall, kernelUninstall } from "../kernel.js";
import { models } from "../models.js";
import { notebookExport } from "../notebook/export-command.js";
import { notebookRun } from "../notebook/notebook.js";
import { plan } from "../plan.js";
import { report } from "../report.js";
import { run } from "../run.js";

export { main } from "./main.js";

export const commands: readonly Command[] = [
  init,
  run,
  report,
  check,
  fmt,
  plan,
  compile,
  explain,
  concepts,
  models,
  doctor,
  notebookRun,
  notebookExport,
  kernelInstall,
  kernelUninstall,
];
