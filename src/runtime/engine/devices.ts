// Where a session can run. Never falls back silently: `auto` says what it chose, a named device that is not there is an error.
import { arch, platform } from "node:os";
import type { Device } from "./types.js";

/** What a device needs, for the error that says it is missing. */
export const deviceNeeds: Readonly<Record<Device, string>> = {
  cpu: "nothing",
  webgpu: "a GPU with a Vulkan, Metal or Direct3D 12 driver",
  cuda: "an NVIDIA GPU on Linux x64 and ONNX Runtime's CUDA libraries, which npm leaves out while install scripts are off; `node node_modules/onnxruntime-node/script/install.js` fetches them",
};

/** `auto` is the CPU: the one device whose numbers every machine reproduces. */
export const chooseDevice = (wanted: Device | "auto"): Device => (wanted === "auto" ? "cpu" : wanted);

/** One sentence, without file names, for what ONNX Runtime said when it refused a device. */
export function whyNot(device: Device, reason: string): string {
  const said = reason
    .replace(/\s+/g, " ")
    .replace(/\[ONNXRuntimeError\][^:]*:/g, "")
    .trim()
    .slice(0, 160);
  return `it needs ${deviceNeeds[device]}; ONNX Runtime on ${platform()} ${arch()} says "${said}"`;
}
