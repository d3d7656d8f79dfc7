// The program in README.md gives the numbers that stand below it.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Summary } from "../../src/index.js";
import { cacheFolder, findSmolLM2 } from "../../src/runtime/models/index.js";
import { newFolder } from "./steerlab.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

test("the ten lines of README.md, and what they yield", async () => {
  if (!findSmolLM2())
    return console.log("skipped: README.md's program needs SmolLM2-135M-Instruct (npm run fetch:smollm2)");
  const readme = await readFile(join(root, "README.md"), "utf8");
  const program = /^```steer\n([\s\S]*?)^```/m.exec(readme)![1]!;
  const folder = await newFolder(null);
  try {
    await folder.write(
      "readme.steer",
      program.replace("../concepts/", join(root, "concepts/").replaceAll("\\", "/")),
    );
    const environment = { STEERLAB_CACHE: cacheFolder() };
    const { code, stdout, stderr } = await folder.steerlab(
      ["run", "readme.steer", "--out", "out"],
      environment,
    );
    assert.is(code, 0, stdout + stderr);
    const summary = (await folder.files("out")).get("curve.summary.json")!;
    const [line] = JSON.parse(summary.toString()) as Summary[];
    // Another processor may round the second decimal place the other way.
    const said =
      /by (\d+\.\d+) logits per unit \(95% interval (\d+\.\d+) to (\d+\.\d+)\).*reach (−?\d+\.\d+) to (\d+\.\d+)/.exec(
        readme.replace(/\s+/g, " "),
      )!;
    const { mean, interval, null: random, anti_steerable, n } = line!;
    [mean, interval.low, interval.high, random!.low, random!.high].forEach((value, i) =>
      assert.ok(
        Math.abs(Number(said[i + 1]!.replace("−", "-")) - value) < 0.011,
        `${said[i + 1]} for ${value}`,
      ),
    );
    assert.equal([anti_steerable, n], [0, 100]);
    assert.match(readme, /none of the 100 sentences/);
  } finally {
    await folder.remove();
  }
});

test.run();
