// What can go wrong with a chat template. The renderer turns these into E312.

/** The template cannot be read, or an operation in it fails as it would in Python. */
export class TemplateError extends Error {
  /** The line of the template, from 1, once it is known. */
  line: number | undefined;
}

/** The template itself refuses the messages, with raise_exception. */
export class RaisedByTemplate extends TemplateError {}

/** The template asks for too much: steps, text, depth. */
export class LimitReached extends TemplateError {}

/** Jinja knows it, this renderer does not. */
export class NotSupported extends TemplateError {
  constructor(what: string) {
    super(`it uses ${what}, which steerlab does not render`);
  }
}

/** Throws an error of the template. */
export function wrong(message: string): never {
  throw new TemplateError(message);
}

/** Refuses what this renderer does not do as jinja2 does it. */
export function unsupported(what: string): never {
  throw new NotSupported(what);
}

/** Runs a piece of work; its errors learn the line where it was. A call stack that overflows is an error of the template too. */
export function located<T>(work: () => T, line: () => number): T {
  try {
    return work();
  } catch (cause) {
    const error =
      cause instanceof RangeError ? new LimitReached("it is nested too deeply", { cause }) : cause;
    if (error instanceof TemplateError) error.line ??= line();
    throw error;
  }
}
