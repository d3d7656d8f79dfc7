// jupyter_kernel_test, the Jupyter project's own tests of kernels, in full.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { kernelFolder, pythonWith, runClient } from "./jupyter.js";
import { skip } from "../skip.js";

const python = pythonWith("jupyter_client", "jupyter_kernel_test");

test("jupyter_kernel_test", async () => {
  if (!python) return skip("jupyter_kernel_test is not installed for Python");
  const { code, stderr } = await runClient(python, "conformance.py", await kernelFolder());
  assert.is(code, 0, stderr);
  assert.match(stderr, /^Ran 12 tests/m);
  assert.match(stderr, /^OK$/m); // nothing skipped
});

test.run();
