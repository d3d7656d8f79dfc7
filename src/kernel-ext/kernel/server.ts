// The protocol server: five sockets, messages in and out, a session behind them.
import { metadataOf } from "../host/picture-size.js";
import { setTimeout as delay } from "node:timers/promises";
import { Publisher, Router } from "zeromq";
import { Channel } from "./send-queue.js";
import { Executions } from "./execution-queue.js";
import { helpWanted } from "../cells/help-request.js";
import { History } from "./history.js";
import { noiseMark } from "../notebook/tolerances.js";
import { passingMark, type OutputEvent } from "../host/outputs.js";
import { answers, expressions, kernelInfo } from "./requests.js";
import type { NotebookSession } from "../host/notebook-session.js";
import { decode, encode, type Content, type Message } from "./wire-protocol.js";

/** The connection file that Jupyter writes. */
export interface Connection {
  readonly transport: string;
  readonly ip: string;
  readonly key: string;
  readonly shell_port: number;
  readonly control_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly hb_port: number;
}

const contents: { [T in OutputEvent["type"]]: (event: Extract<OutputEvent, { type: T }>) => Content } = {
  stream: ({ name, text }) => ({ name, text }),
  display_data: ({ data, id, passing, noise }) => ({
    data,
    metadata: passing ? passingMark : { ...metadataOf(data), ...(noise && noiseMark(noise)) },
    transient: id === undefined ? {} : { display_id: id },
  }),
  update_display_data: ({ data, id, passing }) => ({
    data,
    metadata: passing ? passingMark : metadataOf(data),
    transient: { display_id: id },
  }),
  execute_result: ({ data, executionCount }) => ({
    data,
    metadata: metadataOf(data),
    execution_count: executionCount,
  }),
  clear_output: ({ wait }) => ({ wait }),
  error: ({ ename, evalue, traceback }) => ({ ename, evalue, traceback }),
};

/** How long a socket rests after a fault, ms. */
const pause = 10;

/** What goes wrong with one message is for the log of whoever started the kernel; the others are answered all the same. */
function report(error: unknown): void {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
}

export class KernelServer {
  private readonly iopub = new Publisher({ sendHighWaterMark: 0, linger: 1000 });
  private readonly shell = new Router({ sendHighWaterMark: 0, linger: 1000 });
  private readonly control = new Router({ sendHighWaterMark: 0, linger: 1000 });
  private readonly stdin = new Router();
  /** Echoes what comes in. A router passes over clients that have gone; a reply socket would refuse to go on. */
  private readonly heartbeat = new Router({ linger: 0 });
  private readonly published = new Channel(this.iopub);
  private readonly shellReplies = new Channel(this.shell);
  private readonly controlReplies = new Channel(this.control);
  private readonly beats = new Channel(this.heartbeat);
  private readonly executions = new Executions(report);
  private readonly history = new History();

  /** @param ended called once after a shutdown request has been answered and everything has left. */
  constructor(
    private readonly connection: Connection,
    private readonly session: Promise<NotebookSession>,
    private readonly version: string,
    private readonly ended: () => void,
  ) {}

  async bind(): Promise<void> {
    const { transport, ip } = this.connection;
    const address = (port: number): string => `${transport}://${ip}${transport === "ipc" ? "-" : ":"}${port}`;
    await Promise.all([
      this.iopub.bind(address(this.connection.iopub_port)),
      this.shell.bind(address(this.connection.shell_port)),
      this.control.bind(address(this.connection.control_port)),
      this.stdin.bind(address(this.connection.stdin_port)),
      this.heartbeat.bind(address(this.connection.hb_port)),
    ]);
    void this.receive(this.shell, (frames) => void this.take(frames, this.shellReplies));
    void this.receive(this.control, (frames) => void this.take(frames, this.controlReplies));
    void this.receive(this.heartbeat, (frames) => this.beats.send(frames));
    void this.receive(this.stdin, () => undefined);
    this.published.send(
      encode("status", { execution_state: "starting" }, { ...this.topic("status"), parent: null }),
    );
  }

  private topic(type: string): { identities: string[]; key: string } {
    return { identities: [`kernel.steer.${type}`], key: this.connection.key };
  }

  private publish(type: string, content: Content, { header }: Message): void {
    this.published.send(encode(type, content, { ...this.topic(type), parent: header }));
  }

  /** Takes messages as long as the socket is open, whatever one of them leads to. */
  private async receive(socket: Router, take: (frames: Buffer[]) => void): Promise<void> {
    while (!socket.closed)
      try {
        for await (const frames of socket) take(frames);
      } catch (error) {
        report(error);
        await delay(pause);
      }
  }

  private async take(frames: Buffer[], replies: Channel): Promise<void> {
    try {
      const message = decode(frames, this.connection.key);
      if (message) await this.handle(message, replies);
    } catch (error) {
      report(error);
    }
  }

  private reply(request: Message, content: Content, replies: Channel): void {
    const type = request.header.msg_type.replace(/request$/, "reply");
    const { header: parent, identities } = request;
    replies.send(encode(type, content, { parent, identities, key: this.connection.key }));
  }

  /** Runs `work` between "busy" and "idle". */
  private async during<T>(message: Message, work: () => Promise<T> | T): Promise<T> {
    this.publish("status", { execution_state: "busy" }, message);
    try {
      return await work();
    } finally {
      this.publish("status", { execution_state: "idle" }, message);
    }
  }

  private async handle(message: Message, replies: Channel): Promise<void> {
    const type = message.header.msg_type;
    if (type === "execute_request") {
      this.executions.add({
        stopOnError: message.content["stop_on_error"] !== false,
        run: (settle) =>
          this.during(message, () =>
            this.execute(message, replies, settle).catch((error: unknown) =>
              this.broke(error, message, replies),
            ),
          ),
        abort: () => void this.during(message, () => this.reply(message, { status: "aborted" }, replies)),
      });
      return;
    }
    if (type === "shutdown_request") return this.shutdown(message, replies);
    await this.during(message, async () => {
      // Widgets of front ends: there is nobody here to talk with them.
      if (type === "comm_open")
        return this.publish("comm_close", { comm_id: message.content["comm_id"], data: {} }, message);
      if (type === "kernel_info_request") return this.reply(message, kernelInfo(this.version), replies);
      if (type === "history_request")
        return this.reply(message, { status: "ok", ...this.history.answer(message.content) }, replies);
      const answer = Object.hasOwn(answers, type) ? answers[type] : undefined;
      if (answer) this.reply(message, answer(message.content, await this.session), replies);
    });
  }

  private async execute(
    message: Message,
    replies: Channel,
    settle: (failed: boolean) => Promise<void>,
  ): Promise<void> {
    const { code, silent, store_history: history } = message.content;
    const text = typeof code === "string" ? code : "";
    const session = await this.session;
    const counts = silent !== true && history !== false;
    const number = session.executionCount + Number(counts);
    const onOutput = (event: OutputEvent): void => {
      const content = contents[event.type] as (event: OutputEvent) => Content;
      if (silent !== true) this.publish(event.type, content(event), message);
    };
    if (silent !== true) this.publish("execute_input", { code: text, execution_count: number }, message);
    const asked = helpWanted(text);
    if (asked) return this.help(message, asked, replies);
    const result = await session.execute(text, { onOutput, counts });
    if (counts) this.history.add(text, result);
    const { status, executionCount: execution_count, error } = result;
    await settle(error !== null);
    const content = error
      ? { status, execution_count, ...error }
      : { status, execution_count, payload: [], user_expressions: await expressions(message, session) };
    this.reply(message, content, replies);
  }

  /** The session itself failed: whoever waits for the cell is told. */
  private broke(error: unknown, message: Message, replies: Channel): void {
    report(error);
    const [ename, evalue] = error instanceof Error ? [error.name, error.message] : ["Error", String(error)];
    const content = { ename, evalue, traceback: [evalue] };
    this.publish("error", content, message);
    this.reply(message, { status: "error", execution_count: 0, ...content }, replies);
  }

  /** A cell `name?` shows what is known about the name. */
  private async help(message: Message, name: string, replies: Channel): Promise<void> {
    const session = await this.session;
    const text = session.inspect(name, name.length) ?? `Nothing is known about ${name}.`;
    const payload = [{ source: "page", data: { "text/plain": text }, start: 0 }];
    const execution_count = session.executionCount;
    this.reply(message, { status: "ok", execution_count, payload, user_expressions: {} }, replies);
  }

  private async shutdown(message: Message, replies: Channel): Promise<void> {
    await this.during(message, () =>
      this.reply(message, { status: "ok", restart: message.content["restart"] === true }, replies),
    );
    await Promise.all([this.published, this.shellReplies, this.controlReplies].map((one) => one.drained()));
    this.ended();
  }
}
