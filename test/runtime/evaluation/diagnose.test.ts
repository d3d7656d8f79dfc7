// Diagnosis on the tiny checkpoint: what must hold whatever the numbers are, and against what extraction itself computed.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { concept, shift, BASE } from "../../../src/runtime/concepts/index.js";
import { SteerError } from "../../../src/runtime/errors/index.js";
import { diagnose } from "../../../src/runtime/analyses/diagnose.js";
import { normOf, dot } from "../../../src/runtime/stats/linear-algebra.js";
import { activationsOf, extract, unit } from "../../../src/runtime/vectors/index.js";
import { tinyPairs, tinySession, type TinySession } from "../vectors/tiny-session.js";

const test = suite<{ session: TinySession }>("diagnose");
test.before(async (context) => {
  context.session = await tinySession();
});
test.after(({ session }) => session.close());

const films = () =>
  concept({ name: "Films", pairs: tinyPairs(12), format: "plain", split: { train: 6, test: 6 } });
const close = (value: number, expected: number, within: number) =>
  assert.ok(Math.abs(value - expected) <= within, `${value} is not ${expected}`);

test("norm and agreement are those of the extraction; the gap of the projections is the norm", async ({
  session,
}) => {
  const vector = extract({ name: "v", concept: films(), model: session.tiny });
  const { lines, cosines, name } = await diagnose({ vectors: vector });
  const { byLayer, norms, agreement } = await vector.directions();
  assert.equal([name, cosines], ["v", []]);
  assert.equal(
    lines.map(({ layer }) => layer),
    [...byLayer.keys()],
  );
  assert.is(vector.expression.kind, "extract");
  if (vector.expression.kind !== "extract") return;
  for (const [at, line] of lines.entries()) {
    close(line.norm, norms.get(line.layer)!, 1e-6);
    close(line.agreement, agreement.get(line.layer)!, 1e-4);
    assert.equal([line.pairs, line.letter, line.yes, line.train_shift], [6, null, null, "BASE"]);
    assert.equal([line.topTokens.length, line.bottomTokens.length], [8, 8]);
    assert.ok(line.output !== null && line.output >= -1 && line.output <= 1);
    // mean of (h+ - h-) . v / |v| is |v| for the mean difference.
    const pairs = await activationsOf(vector.expression, session.tiny, {
      part: "train",
      layers: [line.layer],
      task: "t",
    });
    const v = byLayer.get(line.layer)!;
    const gap = pairs.reduce(
      (sum, { positive, negative }) => sum + dot(positive[0]!, v) - dot(negative[0]!, v),
      0,
    );
    close(gap / pairs.length / normOf(v), norms.get(line.layer)!, 1e-3 * norms.get(line.layer)!);
    const hidden = pairs.flatMap(({ positive, negative }) => [normOf(positive[0]!), normOf(negative[0]!)]);
    close(line.relativeNorm, line.norm / (hidden.reduce((a, b) => a + b) / hidden.length), 1e-4);
    assert.ok(
      Number.isFinite(line.heldOutDiscriminability) && Number.isFinite(line.discriminability),
      `layer ${at}`,
    );
  }
});

test("every two shifts have a cosine at each layer; alike shifts have cosine 1", async ({ session }) => {
  const vector = extract({ name: "v", concept: films(), model: session.tiny });
  const same = { ...BASE, name: "SAME" };
  const pirate = shift({ name: "Pirate", prefix: "Arr." });
  const { lines, cosines } = await diagnose({ vectors: [vector], layers: [1], under: [BASE, same, pirate] });
  assert.equal(
    lines.map(({ train_shift, layer }) => [train_shift, layer]),
    [
      ["BASE", 1],
      ["SAME", 1],
      ["Pirate", 1],
    ],
  );
  assert.equal(
    cosines.map(({ a, b }) => `${a} ${b}`),
    ["BASE SAME", "BASE Pirate", "SAME Pirate"],
  );
  close(cosines[0]!.cosine, 1, 1e-6);
  assert.ok(cosines[1]!.cosine < 1 && cosines[1]!.cosine > -1);
});

test("what has no pairs, and layers that are not there, are said", async ({ session }) => {
  const vector = extract({ name: "v", concept: films(), model: session.tiny });
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => "none",
      (error: unknown) => (error instanceof SteerError ? error.code : String(error)),
    );
  assert.is(await codeOf(diagnose({ vectors: unit({ name: "u", of: vector }) })), "E660");
  assert.is(await codeOf(diagnose({ vectors: vector, layers: [99] })), "E606");
});

test.run();
