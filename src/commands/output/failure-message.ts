// How failures are told: the line of the program where one is known, what is wrong, and what to do.
import { formatDiagnostic, formatFailure } from "../../dsl/diagnostics/code-frame.js";
import { SteerError } from "../../runtime/errors/index.js";
import { CommandError } from "../cli/command.js";
import { incomplete } from "../cli/missing-packages.js";
import { Faults, type Program } from "../program/program.js";

/** @param program where the places of located failures lie */
export function explain(error: unknown, program?: Pick<Program, "text" | "name">): string {
  if (error instanceof CommandError) return `${error.sentence}\n${error.remedy}`;
  if (error instanceof Faults)
    return error.diagnostics
      .map((d) => formatDiagnostic(error.program.text, d, error.program.name))
      .join("\n\n");
  if (error instanceof SteerError)
    return program ? formatFailure(program.text, error, program.name) : `${error.sentence}\n${error.remedy}`;
  return incomplete(error) ?? unexpected(error);
}

function unexpected(error: unknown): string {
  const said = error instanceof Error ? `${error.name}: ${error.message.split("\n")[0]}` : String(error);
  if (process.env["STEERLAB_DEBUG"]) return error instanceof Error ? (error.stack ?? said) : said;
  return (
    `Unexpected failure: ${said}\n` +
    "Please report it with the program and the output of `steerlab doctor --json`; STEERLAB_DEBUG=1 shows where it happened."
  );
}
