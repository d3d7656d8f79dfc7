// Run as a process: opens a session with one operator on the device named, prints a line, exits 0 when it gives 1 + 1 = 2.
import { GraphBuilder } from "../../runtime/graph/builder.js";

const [device = "cpu"] = process.argv.slice(2);
/** What matters of a message that begins with the place in ONNX Runtime's own sources. */
const oneLine = (text: string) =>
  text
    .replace(/\s+/g, " ")
    .replace(/^.* was false\. /, "")
    .trim()
    .slice(0, 200);

async function probe(): Promise<string> {
  const { ort } = await import("../../runtime/engine/process/onnx-runtime.js");
  const listed = ort.listSupportedBackends().find((backend) => backend.name === device);
  if (!listed) throw new Error("not in this build of ONNX Runtime");
  const graph = new GraphBuilder();
  const x = graph.input("x", "float", [1]);
  graph.output("y", graph.op("Add", [x, x]), "float", [1]);
  const session = await ort.InferenceSession.create(graph.bytes(), {
    executionProviders: [device],
    logSeverityLevel: 3,
  });
  const { y } = await session.run({ x: new ort.Tensor("float32", Float32Array.of(1), [1]) });
  if (y?.data[0] !== 2) throw new Error(`1 + 1 gave ${String(y?.data[0])}`);
  return `works, ONNX Runtime ${ort.env.versions.node ?? "unknown"}`;
}

probe().then(
  (line) => console.log(line),
  (error: unknown) => {
    console.log(oneLine(error instanceof Error ? error.message : String(error)));
    process.exitCode = 1;
  },
);
