// A half-installed tree is called so: Node's own words for a missing package become a sentence and a remedy.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { incomplete } from "../../src/commands/cli/missing-packages.js";

const remedy =
  "Repair it: `npm start` in a clone (or `npm ci && npm run build`), else install steerlab again.";
const error = (message: string, code?: string) => Object.assign(new Error(message), { code });

test("a package that Node does not find is named", async () => {
  const name = "no-such-package-of-anybody";
  const real = await import(name).then(
    () => null,
    (failure: unknown) => failure,
  );
  assert.is(incomplete(real), `The installation is incomplete: ${name} is missing.\n${remedy}`);
  const inside = error(
    "Cannot find package '/a b/node_modules/nearley/' imported from /x.js",
    "ERR_MODULE_NOT_FOUND",
  );
  assert.is(incomplete(inside), `The installation is incomplete: nearley is missing.\n${remedy}`);
});

test("other failures are left to others", () => {
  assert.is(incomplete(error("Cannot find anything")), null);
  assert.is(incomplete("text"), null);
});

test.run();
