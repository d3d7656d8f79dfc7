// The child process of an engine: started when needed, one request after another, killed when it must be.
import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { failure } from "../../errors/index.js";
import type { Answer, Request } from "./engine-messages.js";

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** The file beside this one, with this one's ending: .js when built, .ts when run from the sources. */
const entry = fileURLToPath(new URL(`./child${import.meta.url.slice(-3)}`, import.meta.url));

/** What the process wrote about its end, in one line; its last words are usually the reason. */
const lastWords = (text: string): string => text.trim().split("\n").at(-1)?.slice(0, 200) ?? "";

export class EngineProcess {
  private readonly child: ChildProcess;
  private readonly waiting: Waiting[] = [];
  private errors = "";
  private ended: Error | null = null;

  constructor() {
    this.child = fork(entry, [], { serialization: "advanced", stdio: ["ignore", "ignore", "pipe", "ipc"] });
    this.child.on("message", (answer: Answer) => {
      this.waiting.shift()?.resolve(answer);
      this.rest();
    });
    this.child.stderr?.on("data", (text: Buffer) => {
      this.errors = (this.errors + text.toString()).slice(-4000);
    });
    this.child.on("exit", (code, signal) =>
      this.end(signal ? `it was ended by ${signal}` : `exit code ${code}`),
    );
    this.child.on("error", (error) => this.end(error.message));
    this.rest();
  }

  get alive(): boolean {
    return this.ended === null;
  }

  private end(how: string): void {
    const words = lastWords(this.errors);
    this.ended ??= failure("E502", { reason: words ? `${how} (${words})` : how });
    for (const { reject } of this.waiting.splice(0)) reject(this.ended);
  }

  /** An idle engine does not keep this process alive; one that works does. */
  private rest(): void {
    const stderr = this.child.stderr as unknown as { unref?(): void } | null;
    if (this.waiting.length > 0) return;
    this.child.unref();
    this.child.channel?.unref();
    stderr?.unref?.();
  }

  request(request: Request): Promise<Answer> {
    if (this.ended) return Promise.reject(this.ended);
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.child.ref();
      this.child.channel?.ref();
      this.child.send(request, (error) => {
        if (error) this.end(error.message);
      });
    });
  }

  kill(): void {
    this.child.kill("SIGKILL");
    this.end("it was stopped");
  }
}
