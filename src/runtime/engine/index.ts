// The engine: plans passes, has them run in a child process, and hands readings back group by group.
import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { fail, failure } from "../errors/index.js";
import { branchRoom, longestText } from "../graph/index.js";
import type { ModelConfig, ReadyWeights } from "../models/types.js";
import { whyNot } from "./devices.js";
import { disturbanceSeed, sayDisturbed } from "./process/test-disturbance.js";
import { decode, decodingCost, type DecodingRequests } from "./passes/decode-loop.js";
import { machineKernels } from "./machine.js";
import type { Answer, Request } from "./process/engine-messages.js";
import { Collector, costOf, fixedTokens, planPasses, type Limits, type PlannedPass } from "./passes/pack.js";
import { EngineProcess } from "./process/engine-process.js";
import { lastSpeed, rememberSpeed, type Speed } from "./speed.js";
import type { PassResult } from "./passes/pass.js";
import type {
  ChooseToken,
  Cost,
  Device,
  Engine,
  Group,
  GroupReadings,
  GenerateOptions,
  PromptToContinue,
  Generated,
  Packing,
  Planner,
  RunOptions,
} from "./types.js";

export { sideBySide } from "./types.js";
export type * from "./types.js";
export { chooseDevice, deviceNeeds } from "./devices.js";

export interface EngineOptions {
  readonly device: Device;
  /** Threads inside a pass; default: all cores. */
  readonly threads?: number;
  /** A graph without steering inputs, for comparison; steered work is refused. Default true. */
  readonly steering?: boolean;
  /** Names the model in the memory of speeds that estimates come from; absent: only this engine's own passes count. */
  readonly key?: string;
}

/** How long an interrupted pass may still take before its process is killed, in milliseconds. */
const grace = 300;
/** Passes that are prepared while one runs. */
const ahead = 2;
/** Bytes of logits over the whole vocabulary in one pass. */
const vocabularyBytes = 64 * 2 ** 20;

const defaultPacking: Limits = { tokens: 1024, sharing: true, together: true, rows: 1, vocabularyRows: 0 };

const version = (createRequire(import.meta.url)("onnxruntime-node/package.json") as { version: string })
  .version;

/** What estimates of time are made of: passes over whole texts, and passes that add a token to each. */
type Work = "run" | "grow";

class ModelPlanner implements Planner {
  readonly runtimeVersion = version;
  readonly machine: string;
  protected readonly speeds: Record<Work, Speed | null>;

  constructor(
    protected readonly config: ModelConfig,
    protected readonly options: EngineOptions,
  ) {
    const seed = disturbanceSeed();
    this.machine = [
      machineKernels(),
      `${this.threads} ${this.threads === 1 ? "thread" : "threads"}`,
      ...(seed === null ? [] : [`disturbed by seed ${seed}`]),
    ].join(", ");
    const last = (work: Work) => (options.key ? lastSpeed(this.speedKey(options.key, work)) : null);
    this.speeds = { run: last("run"), grow: last("grow") };
  }

  protected speedKey(key: string, work: Work): string {
    return `${key}-${this.options.device}${work === "run" ? "" : `-${work}`}`;
  }

  protected get threads(): number {
    return this.options.threads ?? availableParallelism();
  }

  get device(): Device {
    return this.options.device;
  }

  protected limits(packing: Partial<Packing> | undefined): Limits {
    const vocabularyRows = Math.max(1, Math.floor(vocabularyBytes / (4 * this.config.vocabulary)));
    const limits = { ...defaultPacking, vocabularyRows, ...packing };
    return { ...limits, tokens: Math.min(limits.tokens, branchRoom) };
  }

  cost(groups: readonly Group[], { packing, done }: Pick<RunOptions, "packing" | "done"> = {}): Cost {
    return costOf(groups, this.limits(packing), this.speeds.run, done);
  }

  generationCost(texts: readonly PromptToContinue[], length: number): Cost {
    return decodingCost(texts, length, this.limits(undefined), this.speeds.grow);
  }
}

/** The numbers of a pass, or the failure that it ended with. Throws E505 and E507. */
function ran(answer: Answer): PassResult {
  if (answer.kind === "not finite") fail("E505", { layer: answer.layer });
  if (answer.kind === "failed") fail("E507", { reason: answer.reason });
  if (answer.kind !== "ran") throw new Error(`the engine answered ${answer.kind} to a pass`);
  return answer.result;
}

class ProcessEngine extends ModelPlanner implements Engine {
  private process: EngineProcess | null = null;
  private queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly weights: ReadyWeights,
    config: ModelConfig,
    options: EngineOptions,
  ) {
    super(config, options);
  }

  private async opened(): Promise<EngineProcess> {
    if (this.process?.alive) return this.process;
    const started = new EngineProcess();
    const answer = await started.request({
      kind: "open",
      config: this.config,
      weights: this.weights,
      device: this.device,
      threads: this.threads,
      steering: this.options.steering ?? true,
    });
    if (answer.kind === "failed") {
      started.kill();
      if (this.device === "cpu") fail("E506", { reason: answer.reason });
      fail("E501", { device: this.device, reason: whyNot(this.device, answer.reason) });
    }
    this.process = started;
    return started;
  }

  /** Opens the session now, so that a device that is not there is known before work is planned. */
  async open(): Promise<void> {
    await this.exclusively(() => this.opened());
  }

  /** One run at a time: the direction table in the child belongs to the run that works. */
  private exclusively<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.queue.then(work, work);
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  private check(
    directionTable: readonly Float32Array[],
    texts: readonly { tokens: readonly number[] }[],
  ): void {
    const context = longestText(this.config);
    for (const { tokens } of texts)
      if (tokens.length > context) fail("E504", { tokens: tokens.length, context });
    for (const row of directionTable)
      if (row.length !== this.config.hiddenSize)
        throw new RangeError("a direction does not have the model's width");
  }

  async *run(
    directionTable: readonly Float32Array[],
    groups: readonly Group[],
    options: RunOptions = {},
  ): AsyncGenerator<GroupReadings, void, undefined> {
    const texts = groups.flatMap((group) => group.sequences);
    this.check(directionTable, texts);
    const release = await this.turn();
    try {
      yield* this.passes(directionTable, groups, options);
    } finally {
      release();
      this.remember("run");
    }
  }

  /** Waits until nothing else runs; what it gives lets the next one run. */
  private async turn(): Promise<() => void> {
    let release = (): void => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    await new Promise<void>((start) => {
      void this.exclusively(() => {
        start();
        return released;
      });
    });
    return release;
  }

  private remember(work: Work): void {
    const speed = this.speeds[work];
    if (this.options.key && speed) rememberSpeed(this.speedKey(this.options.key, work), speed);
  }

  async generate(
    directionTable: readonly Float32Array[],
    texts: readonly PromptToContinue[],
    choose: ChooseToken,
    options: GenerateOptions = {},
  ): Promise<Generated> {
    this.check(directionTable, texts);
    const { signal } = options;
    const context = longestText(this.config);
    const lengths = texts.map(({ tokens }) => tokens.length);
    const chosen: ChooseToken = (text, logits) => {
      const token = choose(text, logits);
      if (token !== null && (lengths[text]! += 1) > context)
        fail("E504", { tokens: lengths[text]!, context });
      return token;
    };
    const release = await this.turn();
    try {
      const process = await this.ready(directionTable, signal);
      const ask = async (request: Request & { kind: "plant" | "grow" }): Promise<PassResult> => {
        const result = ran(await this.ask(process, request, signal));
        const tokens = request.pass.rows.length * request.pass.length + fixedTokens;
        this.measured("grow", tokens, result.milliseconds);
        return result;
      };
      const cache = async (kind: "keep cache" | "take cache", file: string, id: string) =>
        (await this.ask(process, { kind, file, id }, signal)).kind === "kept";
      const asks: DecodingRequests = {
        pass: ask,
        async keep(file) {
          const id = randomUUID();
          return (await cache("keep cache", file, id)) ? id : null;
        },
        async take({ file, id, rows }) {
          const taken = await cache("take cache", file, id);
          if (taken) for (const { text, length } of rows) lengths[text] = length;
          return taken;
        },
      };
      return await decode(texts, chosen, asks, this.limits(undefined), options);
    } finally {
      if (this.process?.alive) void this.process.request({ kind: "clear" }).catch(() => undefined);
      release();
      this.remember("grow");
    }
  }

  /** The process, with these directions in it. */
  private async ready(
    directionTable: readonly Float32Array[],
    signal: AbortSignal | undefined,
  ): Promise<EngineProcess> {
    if (signal?.aborted) throw failure("E503", {});
    const process = await this.opened();
    const rows = new Float32Array((directionTable.length + 1) * this.config.hiddenSize);
    directionTable.forEach((row, i) => rows.set(row, (i + 1) * this.config.hiddenSize));
    await this.ask(process, { kind: "directionTable", directionTable: rows }, signal);
    return process;
  }

  private async *passes(
    directionTable: readonly Float32Array[],
    groups: readonly Group[],
    { signal, packing, done: known, onPass }: RunOptions,
  ): AsyncGenerator<GroupReadings, void, undefined> {
    if (signal?.aborted) throw failure("E503", {});
    const limits = this.limits(packing);
    const total = onPass ? costOf(groups, limits, null, known).passes : 0;
    const collector = new Collector(groups, this.config.hiddenSize, known);
    yield* collector.finished();

    const process = await this.ready(directionTable, signal);
    const plan = planPasses(groups, limits, known);
    const sent: { planned: PlannedPass; answer: Promise<Answer> }[] = [];
    const send = (): void => {
      const next = plan.next();
      if (next.done) return;
      const answer = this.ask(process, { kind: "run", pass: next.value.pass }, signal);
      answer.catch(() => undefined); // handled when its turn comes
      sent.push({ planned: next.value, answer });
    };
    for (let i = 0; i < ahead; i += 1) send();
    for (let done = 1; sent.length > 0; done += 1) {
      const { planned, answer } = sent.shift()!;
      const answered = await answer;
      send();
      const result = ran(answered);
      const { rows, length } = planned.pass;
      this.measured("run", rows.length * length, result.milliseconds);
      yield* collector.add(planned, result);
      onPass?.({ done, total });
    }
  }

  /** A request that an interrupt ends: at once for the caller, and after a moment of grace for the pass itself. */
  private async ask(
    process: EngineProcess,
    request: Request,
    signal: AbortSignal | undefined,
  ): Promise<Answer> {
    if (signal?.aborted) throw failure("E503", {});
    const answer = process.request(request);
    if (!signal) return answer;
    let stop = (): void => {};
    const interrupted = new Promise<never>((_, reject) => {
      stop = () => {
        let finished = false;
        const end = (): void => void (finished = true);
        answer.then(end, end);
        setTimeout(() => finished || process.kill(), grace).unref();
        reject(failure("E503", {}));
      };
    });
    signal.addEventListener("abort", stop, { once: true });
    try {
      return await Promise.race([answer, interrupted]);
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  /** The newest passes count most, so that an estimate follows the machine. */
  private measured(work: Work, tokens: number, milliseconds: number): void {
    const before = this.speeds[work] ?? { tokens: 0, milliseconds: 0 };
    this.speeds[work] = {
      tokens: 0.9 * before.tokens + tokens,
      milliseconds: 0.9 * before.milliseconds + milliseconds,
    };
  }

  async close(): Promise<void> {
    this.process?.kill();
    this.process = null;
  }
}

/** What an engine would cost, without starting one: neither weights nor a device are needed. */
export const planner = (config: ModelConfig, options: EngineOptions): Planner =>
  new ModelPlanner(config, options);

/** Opens weights on a device. Fails with E501 when the device is not there, E506 when the session does not open. */
export async function openEngine(
  weights: ReadyWeights,
  config: ModelConfig,
  options: EngineOptions,
): Promise<Engine> {
  sayDisturbed();
  const engine = new ProcessEngine(weights, config, options);
  await engine.open();
  return engine;
}
