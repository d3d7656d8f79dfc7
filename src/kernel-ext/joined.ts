// Printed text on its way to front ends: neighbouring pieces travel together, so that 20,000 lines are not 20,000 messages.
import type { Emit, OutputEvent } from "./outputs.js";

/** ms that a piece waits for more. */
const patience = 20;
const most = 65_536;

export interface Joined {
  readonly emit: Emit;
  flush(): void;
}

/** Passes events on in order; stream events are joined, for a moment or up to a size. */
export function joined(pass: Emit): Joined {
  let pending: Extract<OutputEvent, { type: "stream" }> | null = null;
  let texts: string[] = [];
  let size = 0;
  let timer: NodeJS.Timeout | undefined;

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (!pending) return;
    const event = { ...pending, text: texts.join("") };
    [pending, texts, size] = [null, [], 0];
    pass(event);
  };

  return {
    flush,
    emit(event) {
      if (event.type !== "stream") {
        flush();
        pass(event);
        return;
      }
      if (pending && pending.name !== event.name) flush();
      pending ??= event;
      texts.push(event.text);
      size += event.text.length;
      if (size >= most) flush();
      else timer ??= setTimeout(flush, patience);
    },
  };
}
