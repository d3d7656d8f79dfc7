// What a cell threw, as the other process is told.
import { SteerError } from "../../runtime/errors/index.js";
import { thrownError } from "../errors/traceback.js";
import { mappedStack } from "../../modules/stack-trace.js";
import type { Loader } from "../../modules/load-module.js";
import type { Failure } from "../host/cell-process-messages.js";
import { WrongFiles } from "./load-imports.js";

/** A loop or a wait of an interrupted cell ends with this. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/** What Node throws for a script that a signal ended, and what we throw. */
const wasInterrupted = (error: unknown): boolean =>
  error instanceof Interrupted ||
  (error instanceof Error && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED");

/** An exception whose stack has the places of imported files as they are in their texts. */
export function withPlaces(error: unknown, loader: Pick<Loader, "source">): unknown {
  if (error instanceof Error && typeof error.stack === "string")
    error.stack = mappedStack(error.stack, loader);
  return error;
}

export function failureOf(error: unknown, interrupted: boolean, loader: Pick<Loader, "source">): Failure {
  if (interrupted || wasInterrupted(error)) return { kind: "interrupted" };
  if (error instanceof WrongFiles) return { kind: "thrown", error: error.error };
  if (!(error instanceof SteerError))
    return { kind: "thrown", error: thrownError(withPlaces(error, loader)) };
  const { code, sentence, remedy, place } = error;
  return { kind: "steer", code, sentence, remedy, place };
}
