// The program in README.md gives the numbers that stand below it.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Summary } from "../../src/index.js";
import { newFolder } from "./steerlab.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

test("the ten lines of README.md, and what they yield", async () => {
  const readme = await readFile(join(root, "README.md"), "utf8");
  const program = /^```steer\n([\s\S]*?)^```/m.exec(readme)![1]!;
  const folder = await newFolder(null);
  try {
    await folder.write("readme.steer", program);
    const { code, stdout, stderr } = await folder.steerlab(["run", "readme.steer", "--out", "out"]);
    assert.is(code, 0, stdout + stderr);
    const files = await folder.files("out");
    assert.ok(files.has("mixed.steerability-by-item.png"));
    const [line] = JSON.parse(files.get("mixed.summary.json")!.toString()) as Summary[];
    const { mean, interval, randomBaseline: random, antiSteerable, n } = line!;
    const said =
      /by (\S+) logits per unit on average \(95% interval over items, (\S+) to (\S+)\), on 16 of the items by (\S+) and .* \((\S+) to (\S+)\); and yet it pushes (\d+) of the (\d+) items/.exec(
        readme.replace(/\s+/g, " "),
      )!;
    // Another processor may round the second decimal place the other way.
    [mean, interval.low, interval.high, random!.vectorMean, random!.low, random!.high].forEach((value, i) =>
      assert.ok(
        Math.abs(Number(said[i + 1]!.replace("−", "-")) - value) < 0.011,
        `${said[i + 1]} for ${value}`,
      ),
    );
    assert.equal([Number(said[7]), Number(said[8])], [Math.round(antiSteerable * n), n]);
  } finally {
    await folder.remove();
  }
});

test.run();
