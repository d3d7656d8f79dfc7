// The notebooks that people open first.
import { suite } from "uvu";
import { findSmolLM2 } from "../../src/runtime/models/index.js";
import { checked, checkedTogether } from "./checked.js";
import { skip } from "../skip.js";

const test = suite("first notebooks");
checkedTogether(test, ["quickstart.ipynb", "your-own-concept.ipynb"], 1);

test("explore-smollm2.ipynb comes out as committed", async () => {
  if (findSmolLM2()) await checked("explore-smollm2.ipynb", { STEERLAB_STORE: "off" });
  else skip("SmolLM2-135M-Instruct is not on this machine");
});
test.run();
