// Ctrl-C: the first time the run stops after the pass at hand and keeps what is finished, the second time at once.

export const interruptedCode = 130;

export interface Interruption {
  readonly signal: AbortSignal;
  /** Gives Ctrl-C back its usual meaning. */
  release(): void;
}

export function interruption(say: (text: string) => void): Interruption {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(interruptedCode);
    say("Stopping after the pass at hand; Ctrl-C again stops at once.");
    controller.abort();
  };
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const name of signals) process.on(name, onSignal);
  return {
    signal: controller.signal,
    release: () => signals.forEach((name) => process.off(name, onSignal)),
  };
}
