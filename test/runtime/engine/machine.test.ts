// The words for a machine's kernels, and the disturbance of everything that is read.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { disturbance, disturbed } from "../../../src/runtime/engine/process/test-disturbance.js";
import { kernelClass, machineKernels } from "../../../src/runtime/engine/machine.js";

const test = suite("machine");

test("a class by the widest instructions that are all there", () => {
  const flags = (text: string) => new Set(text.split(" "));
  assert.is(kernelClass("x64", flags("sse2")), "x64 sse");
  assert.is(kernelClass("x64", flags("sse2 avx")), "x64 avx");
  assert.is(kernelClass("x64", flags("avx avx2")), "x64 avx");
  assert.is(kernelClass("x64", flags("avx avx2 fma")), "x64 avx2");
  assert.is(kernelClass("x64", flags("avx avx2 fma avx512f")), "x64 avx2");
  assert.is(
    kernelClass("x64", flags("avx avx2 fma avx512f avx512bw avx512dq avx512vl avx512_vnni")),
    "x64 avx512 avx512_vnni",
  );
  assert.is(kernelClass("arm64", flags("fp asimd asimddp i8mm")), "arm64 asimddp i8mm");
});

test("this machine has words, always the same", () => {
  assert.match(machineKernels(), process.arch);
  assert.is(machineKernels(), machineKernels());
});

test("every number moves, by 2e-5 at most; equal numbers equally, other seeds otherwise", () => {
  const values = Float32Array.from({ length: 2000 }, (_, i) => Math.sin(i % 1000));
  const once = disturbed(values, "1");
  const moved = Array.from(once, (value, i) => value - values[i]!);
  assert.ok(moved.every((by) => Math.abs(by) <= disturbance * 1.01));
  assert.ok(moved.filter((by) => Math.abs(by) > disturbance / 10).length > 1700);
  assert.equal(once.slice(0, 1000), once.slice(1000));
  assert.equal(disturbed(values, "1"), once);
  assert.not.equal(disturbed(values, "2"), once);
  assert.ok(Math.abs(moved.reduce((sum, by) => sum + by, 0) / 2000) < disturbance / 20);
});

test.run();
