// The process that reads the inputs: {"kind", "path"} a line, answered with what came of it. One that hangs is killed with it.
import { createInterface } from "node:readline";
import { explain } from "../../src/commands/output/failure-message.js";
import { kinds } from "./kinds/index.js";

/** Peak memory of this process, in MB. */
const peak = () => process.resourceUsage().maxRSS / 1024;

const answer = (said: object) => process.stdout.write(`${JSON.stringify(said)}\n`);

answer({ ready: true });
for await (const line of createInterface({ input: process.stdin })) {
  const { kind, path } = JSON.parse(line) as { kind: string; path: string };
  const before = peak();
  let fault: string | null = null;
  let refused = false;
  try {
    await kinds[kind]!.read(path);
  } catch (error) {
    refused = true;
    if (explain(error).startsWith("Unexpected failure"))
      fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  answer({ fault, refused, grown: peak() - before });
}
