// A vector of eight pairs that does much on some items and nothing on the whole: page, account and tables say the same of it.
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Summary } from "../../src/index.js";
import { newFolder } from "./steerlab.js";

const program = `model nano = "nano"
concept Freedom = mwe "seeks-freedom" {
  from "nano"
  split train [0:8], test [90:120], shuffled 10
}
vector v = extract Freedom from nano
evaluation e = measure v on Freedom {
  layers 3
  apply add from prompt end
}
`;

test("eight training pairs of seeks-freedom: no effect, and nothing that sounds like one", async () => {
  const folder = await newFolder(null);
  try {
    await folder.write("freedom.steer", program);
    const { code, stdout, stderr } = await folder.steerlab(["run", "freedom.steer", "--out", "out"]);
    assert.is(code, 0, stdout + stderr);
    const reported = await folder.steerlab(["report", "freedom.steer", "--out", "page/report.html"]);
    assert.is(reported.code, 0, reported.stderr);
    const summary = (await folder.files("out")).get("e.summary.json")!.toString();
    const page = (await folder.files("page")).get("report.html")!.toString();
    const [line] = JSON.parse(summary) as Summary[];
    const { interval, randomBaseline: random, n } = line!;
    assert.ok(interval.low < 0 && interval.high > 0);
    assert.equal([random!.directions, random!.items, n], [19, 16, 30]);
    assert.is(random!.asLarge, 0);
    // On these 16 items it does more than every direction; over all 30 there is no effect, and both places say so.
    for (const text of [stdout, page]) {
      assert.match(text, "includes zero: these items do not show an effect.");
      assert.match(
        text,
        /On 16 of the 30 items, between multipliers −1.5 and 1.5, the vector.{1,5}s mean slope is −0\.8/,
      );
      assert.match(text, "; but over all 30 items no effect is shown.");
      assert.not.match(text, "an effect, but against");
    }
    const pushed = /more than random directions\?<\/th><td>(.*?)<\/td>/.exec(page);
    assert.is(pushed?.[1], "? not known");
    assert.match(page, /Not fit for use: the answer is no to &quot;does it steer the concept&quot;\./);
  } finally {
    await folder.remove();
  }
});

test.run();
