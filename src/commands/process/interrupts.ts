// An interrupt: the first stops the run after the pass at hand and keeps what is finished, the second ends the program at once.

export const interruptedCode = 130;

export interface Interruption {
  readonly signal: AbortSignal;
  /** From here on nobody listens. */
  release(): void;
}

/** What the process that does the work answers to the one in front (see front.ts) when it was interrupted. */
export const heard = "heard";

const signals = ["SIGINT", "SIGTERM"] as const;

/** Calls `stop` at each interrupt: behind a front process that says so, else at signals. The result ends it. */
function listen(stop: () => void): () => void {
  if (process.connected) {
    const onMessage = (message: unknown): void => {
      if (message === "stop") stop();
    };
    process.on("message", onMessage);
    process.channel?.unref();
    return () => process.off("message", onMessage);
  }
  for (const name of signals) process.on(name, stop);
  return () => signals.forEach((name) => process.off(name, stop));
}

export function interruption(say: (text: string) => void): Interruption {
  const controller = new AbortController();
  const release = listen(() => {
    if (controller.signal.aborted) process.exit(interruptedCode);
    process.send?.(heard);
    say("Stopping after the pass at hand; Ctrl-C again stops at once.");
    controller.abort();
  });
  return { signal: controller.signal, release };
}
