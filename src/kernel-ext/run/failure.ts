// What a cell threw, as the other process is told.
import { SteerError } from "../../runtime/errors/index.js";
import { thrownError } from "../failure.js";
import type { Failure } from "../messages.js";

/** A loop or a wait of an interrupted cell ends with this. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/** What Node throws for a script that a signal ended, and what we throw. */
const wasInterrupted = (error: unknown): boolean =>
  error instanceof Interrupted ||
  (error instanceof Error && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED");

export function failureOf(error: unknown, interrupted: boolean): Failure {
  if (interrupted || wasInterrupted(error)) return { kind: "interrupted" };
  if (!(error instanceof SteerError)) return { kind: "thrown", error: thrownError(error) };
  const { code, sentence, remedy, place } = error;
  return { kind: "steer", code, sentence, remedy, place };
}
