// Settings that act on finished numbers, where the slope is known by hand to be exactly 0.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { concept } from "../../../src/runtime/concepts/index.js";
import { measure } from "../../../src/runtime/evaluation/index.js";
import { extract } from "../../../src/runtime/vectors/index.js";
import { tinyPairs, tinySession, type TinySession } from "../vectors/tiny-session.js";

const test = suite("settings");
let session: TinySession;
test.before(async () => {
  session = await tinySession({ seed: 4 });
});
test.after(() => session.close());

test("a slope of exactly 0 has no effect, or counts as anti-steerable where at most 0 does", async () => {
  const on = concept({ name: "Film", pairs: tinyPairs(4) });
  const vector = extract({ name: "v", concept: on, model: session.tiny });
  // Ablation is the same at -1 and at 1, so every curve is flat.
  const apply = { operator: "ablate", where: { kind: "from answer" } } as const;
  const spec = { name: "e", vector, on, apply, layers: [1], multipliers: [-1, 1], against: { random: 0 } };
  const share = async (settings?: {
    readonly "anti-steerable": "below zero" | "at most zero" | "beyond resolution";
  }) => {
    const { items, summary, receipt } = await measure({ ...spec, ...(settings && { settings }) });
    assert.equal(
      items.map(({ slope }) => slope === 0),
      [true, true, true, true],
    );
    return [summary[0]!.antiSteerable, summary[0]!.noEffect, receipt.analysis.antiSteerable];
  };
  assert.equal(await share(), [0, 1, "beyond resolution"]);
  assert.equal(await share({ "anti-steerable": "below zero" }), [0, 0, "below 0"]);
  assert.equal(await share({ "anti-steerable": "at most zero" }), [1, 0, "at most 0"]);
});

test.run();
