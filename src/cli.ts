#!/usr/bin/env node
// The program `steerlab`: its commands.
import { main } from "./commands/main.js";
import { check } from "./commands/check.js";
import { compile } from "./commands/compile.js";
import { concepts } from "./commands/concepts.js";
import { doctor } from "./commands/doctor.js";
import { fmt } from "./commands/fmt.js";
import { init } from "./commands/init.js";
import { kernelInstall, kernelUninstall } from "./commands/kernel.js";
import { models } from "./commands/models.js";
import { notebookRun } from "./commands/notebook/index.js";
import { plan } from "./commands/plan.js";
import { report } from "./commands/report.js";
import { run } from "./commands/run.js";

process.exitCode = await main(
  [
    init,
    run,
    report,
    check,
    fmt,
    plan,
    compile,
    concepts,
    models,
    doctor,
    notebookRun,
    kernelInstall,
    kernelUninstall,
  ],
  process.argv.slice(2),
);
