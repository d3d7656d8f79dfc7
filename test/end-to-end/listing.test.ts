// `steerlab concepts` and `steerlab models`: what is there and where it lies.
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { newFolder } from "./steerlab.js";

test("concepts: every set with its pairs and domains, as the files say", async () => {
  const folder = await newFolder(null);
  try {
    const { code, stdout } = await folder.steerlab(["concepts"], { STEERLAB_DATA: "" });
    assert.is(code, 0);
    const lines = readFileSync(new URL("../../concepts/delight.jsonl", import.meta.url), "utf8").split("\n");
    const domains = new Set(
      lines.filter(Boolean).map((line) => (JSON.parse(line) as { domain: string }).domain),
    );
    assert.match(stdout, new RegExp(`^delight +${lines.length - 1} +${domains.size}  `, "m"));
    assert.match(stdout, /^They are files in .*concepts and .*nano.concepts$/m);
    assert.not.match(stdout, /neutral/);
    assert.match(stdout, /^nano\/mood +120 +6 {2}/m);
    assert.match(stdout, /mwe "embraces-honesty" \{ from "nano" \}\n {2}.*, loves-music, /);
    assert.match(stdout, /set STEERLAB_DATA to the folder that holds their folder `mwe`/);
  } finally {
    await folder.remove();
  }
});

test("models: what is missing, and how to get it", async () => {
  const folder = await newFolder(null);
  try {
    const { code, stdout } = await folder.steerlab(["models"], { HF_HOME: folder.path });
    assert.is(code, 0);
    assert.match(stdout, /^SmolLM2-135M: not found\n {2}`npm run fetch:smollm2` gets it/);
    assert.match(stdout, /^Hugging Face cache: .*: no models$/m);
  } finally {
    await folder.remove();
  }
});

test.run();
