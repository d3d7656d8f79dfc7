// The paper's own sets on SmolLM2: needs the model, and the sets in the folder that STEERLAB_DATA names.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import { findSmolLM2 } from "../../src/runtime/models/index.js";
import { checked } from "./checked.js";
import { skip } from "../skip.js";

const test = suite("notebook of the real sets");

test("real-sets.ipynb comes out as committed", async () => {
  const data = process.env["STEERLAB_DATA"];
  if (!findSmolLM2()) skip("SmolLM2-135M-Instruct is not on this machine");
  else if (!data || !existsSync(join(data, "mwe")))
    skip("STEERLAB_DATA names no folder that holds mwe, the model-written evaluations");
  else await checked("real-sets.ipynb", { STEERLAB_STORE: "off" });
});
test.run();
