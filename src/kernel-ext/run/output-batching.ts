// Printed text on its way to front ends: the first piece leaves at once, and those that follow closely travel together, so that
// 20,000 lines are not 20,000 messages. A cell that never waits lets no timer run, so the time is looked at with each piece.
import type { Emit, OutputEvent } from "../host/outputs.js";

/** ms between two messages. */
const pause = 20;
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
  let left = -Infinity;
  let timer: NodeJS.Timeout | undefined;

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (!pending) return;
    const event = { ...pending, text: texts.join("") };
    [pending, texts, size] = [null, [], 0];
    pass(event);
    left = performance.now();
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
      if (size >= most || performance.now() - left > pause) flush();
      else timer ??= setTimeout(flush, pause);
    },
  };
}
