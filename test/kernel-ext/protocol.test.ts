// The kernel through the real protocol, driven by Jupyter's own client (protocol_client.py).
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { languageInfo } from "../../src/kernel-ext/kernel/language-info.js";
import { kernelFolder, pythonWith, runClient } from "./jupyter.js";
import { skip } from "../skip.js";

const test = suite("protocol");

interface Executed {
  reply: { status: string; execution_count: number; ename?: string; evalue?: string; traceback?: string[] };
  messages: { type: string; content: Record<string, unknown> }[];
  states: string[];
}
interface Interrupted {
  reply: Executed["reply"];
  quick: boolean;
  after: Record<string, string>[];
}
/** What was asked while a cell looped after it had waited. */
interface Busy {
  reply: Executed["reply"];
  slowest: number;
  matches: string[];
  after: Record<string, string>[];
}
interface Happened {
  ready: number;
  info: Record<string, unknown>;
  steer: Executed;
  typescript: Executed;
  display: Executed;
  error: Executed;
  thrown: Executed;
  lines: boolean;
  lines_messages: number;
  streams: Executed["messages"];
  silent: Executed;
  unstored: Executed;
  stop: string[];
  go_on: string[];
  loop: Interrupted;
  waiting: Interrupted;
  complete: { matches: string[]; cursor_start: number; cursor_end: number };
  inspect: { found: boolean; data: Record<string, string> };
  is_complete: string[];
  comms: { type: string; content: unknown };
  history: { status: string; history: unknown[][] };
  expressions: Record<string, Record<string, unknown>>;
  busy: Busy;
  queued: string[][];
  restarted: Record<string, string>[];
  orphan: { kernel: boolean; cells: boolean };
  ended: boolean;
  gone: boolean;
  notebook: ({ output_type: string; data?: Record<string, unknown>; text?: string }[] | null)[];
}

/** Runs the client with a notebook for nbclient beside it. */
async function happened(python: string): Promise<Happened> {
  const folder = await kernelFolder();
  const sources = ['%%steer\nmodel a = "b"', "a.source", "console.log(1)"];
  const cells = sources.map((source, i) => ({
    id: `c${i}`,
    cell_type: "code",
    source,
    metadata: {},
    outputs: [],
    execution_count: null,
  }));
  await writeFile(
    join(folder, "notebook.ipynb"),
    JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }),
  );
  const { code, stdout, stderr } = await runClient(python, "protocol_client.py", folder);
  if (code !== 0) throw new Error(stderr + stdout);
  return JSON.parse(stdout.trim().split("\n").at(-1)!) as Happened;
}

const python = pythonWith("jupyter_client", "nbclient", "nbformat");
let seen: Happened;
const types = ({ messages }: Executed): string[] => messages.map(({ type }) => type);

if (!python) {
  test("the kernel through Jupyter's client", () => {
    skip("the protocol tests need Python with jupyter_client, nbclient and nbformat");
  });
} else {
  test.before(async () => {
    seen = await happened(python);
  });

  test("it says what it is", () => {
    assert.is(seen.info["implementation"], "steerlab");
    assert.equal(seen.info["language_info"], languageInfo);
  });

  test("cells of both languages share names; results are results", () => {
    assert.equal(seen.steer.reply, { status: "ok", execution_count: 1, payload: [], user_expressions: {} });
    assert.equal(types(seen.steer), ["execute_input"]);
    assert.equal(seen.steer.states, ["busy", "idle"]);
    assert.equal(types(seen.typescript), ["execute_input", "execute_result"]);
    assert.equal(seen.typescript.messages[1]!.content, {
      data: { "text/plain": "1" },
      metadata: {},
      execution_count: 2,
    });
    assert.equal(Object.keys(seen.display.messages[1]!.content["data"] as object), [
      "text/html",
      "text/plain",
    ]);
  });

  test("errors are messages with a name, a value and lines, in the reply too", () => {
    const { ename, evalue, traceback } = seen.error.reply;
    assert.is(ename, "SteerError");
    assert.match(evalue!, /^E201: Nothing is called `Nothing`/);
    assert.is(traceback![0], "steer E201  line 2, column 20");
    assert.equal(seen.error.messages.at(-1), { type: "error", content: { ename, evalue, traceback } });
    assert.equal(seen.thrown.reply.ename, "RangeError");
    assert.equal(seen.thrown.reply.traceback, ["RangeError: far", "    at cell 5"]);
  });

  test("20,000 lines arrive, in few messages", () => {
    assert.is(seen.lines, true);
    assert.ok(seen.lines_messages < 100, String(seen.lines_messages));
    assert.equal(
      seen.streams.slice(1).map(({ content }) => [content["name"], content["text"]]),
      [
        ["stdout", "out\n"],
        ["stderr", "err\n"],
      ],
    );
  });

  test("silent cells publish nothing and do not count; others may not count either", () => {
    assert.equal(types(seen.silent), []);
    const count = seen.silent.reply.execution_count;
    assert.is(seen.unstored.reply.execution_count, count);
    assert.equal(types(seen.unstored), ["execute_input", "execute_result"]);
  });

  test("cells behind a failed one are aborted, unless the front end wants them", () => {
    assert.equal(seen.stop, ["error", "aborted", "aborted"]);
    assert.equal(seen.go_on, ["error", "ok", "ok"]);
  });

  for (const name of ["loop", "waiting"] as const)
    test(`an interrupt stops a cell, and the session goes on (${name})`, () => {
      const { reply, quick, after } = seen[name];
      assert.is(reply.status, "error");
      assert.is(reply.evalue, "E801: The cell was interrupted.");
      assert.is(quick, true);
      assert.equal(after, [{ "text/plain": "42" }]);
    });

  test("cursor positions are code points", () => {
    const { matches, cursor_start: start, cursor_end: end } = seen.complete;
    assert.ok(matches.includes("name"));
    assert.equal([start, end], [23, 25]);
    assert.match(seen.inspect.data["text/plain"]!, "Delight");
  });

  test("the other requests", () => {
    assert.equal(seen.is_complete, ["complete", "incomplete", "incomplete", "complete"]);
    assert.equal(seen.comms, { type: "comm_info_reply", content: { status: "ok", comms: {} } });
    const [[, line, texts]] = seen.history.history as [[number, number, string[]]];
    assert.ok(line > seen.unstored.reply.execution_count);
    assert.equal(texts, ["5 + 5", "10"]);
  });

  test("values of expressions come with the reply", () => {
    const { sum, wrong } = seen.expressions;
    assert.equal(sum, { status: "ok", data: { "text/plain": "3" }, metadata: {} });
    assert.equal([wrong!["status"], wrong!["ename"]], ["error", "TypeScriptError"]);
  });

  test("while a cell loops after it has waited, questions are answered, and an interrupt stops it", () => {
    const { reply, slowest, matches, after } = seen.busy;
    assert.ok(matches.includes("hypot"));
    assert.ok(slowest < 5, `${slowest} s on a machine that runs other tests`);
    assert.is(reply.evalue, "E801: The cell was interrupted.");
    assert.equal(after, [{ "text/plain": "42" }]);
  });

  test("cells that are sent while one runs wait for it, in order", () => {
    assert.equal(seen.queued, [
      ["ok", "first\n"],
      ["ok", "second\n"],
      ["ok", "third\n"],
    ]);
  });

  test("after a restart nothing is left of the session", () => {
    assert.equal(seen.restarted, [{ "text/plain": "'undefined'" }]);
  });

  test("kernel and cells end with the process that started the kernel, also while a cell loops", () => {
    assert.equal(seen.orphan, { kernel: true, cells: true });
  });

  test("it ends when it is asked to", () => {
    assert.is(seen.ended, true);
    assert.is(seen.gone, true);
  });

  test("nbclient runs a notebook", () => {
    const [declared, result, printed] = seen.notebook;
    assert.equal(declared, []);
    assert.equal(result![0]!.data, { "text/plain": "'b'" });
    assert.is(printed![0]!.text, "1\n");
  });
}

test.run();
