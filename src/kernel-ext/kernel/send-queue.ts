// A socket that takes messages at any time: zeromq refuses a send while another is pending, so sends queue here.
import type { Frame } from "./wire-protocol.js";

interface Sender {
  send(frames: Frame[]): Promise<void>;
}

export class Channel {
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly socket: Sender) {}

  send(frames: Frame[]): void {
    // A front end that has gone away is no reason to stop sending to the others.
    this.last = this.last.then(() => this.socket.send(frames)).catch(() => undefined);
  }

  /** Resolves when everything sent so far has left. */
  drained(): Promise<void> {
    return this.last;
  }
}
