// What a piece of work fails with, as "code: sentence remedy" and its place; for tests of errors.
import { SteerError } from "../../../src/runtime/errors/index.js";

/** The failure of a piece of work; it must be a SteerError. */
export async function failureOf(work: () => unknown): Promise<SteerError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof SteerError) return error;
    throw error;
  }
  throw new Error("nothing failed");
}
