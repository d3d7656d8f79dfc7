// Text that is nested so deeply that the compiler, or one of our walks over its tree, runs out of stack.
import { kernelFailure } from "../errors/kernel-errors.js";

/** Whether an error says that the stack was used up. */
const isStackUsedUp = (error: unknown): boolean =>
  error instanceof RangeError && error.message.includes("call stack");

/** What `read` gives. @throws E815 where the text that it reads is nested too deeply */
export function readNested<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (isStackUsedUp(error)) throw kernelFailure("E815", undefined);
    throw error;
  }
}

/** The same for questions about an unfinished cell, which have an answer for one that cannot be read. */
export function answerNested<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (isStackUsedUp(error)) return otherwise;
    throw error;
  }
}
