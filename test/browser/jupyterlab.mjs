// JupyterLab in a real browser (a development check; not part of the tests): opens the quick start, runs all cells, completes, asks what
// names are, interrupts a sweep and goes on with it, and keeps pictures of all that, for eyes.
//   node test/browser/jupyterlab.mjs NOTEBOOK OUT [MODEL]   with PLAYWRIGHT (folder of playwright-core), JUPYTER (the program) and CHROMIUM
import { resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Notebook, startLab, until } from "./lab.mjs";

const [notebook, out] = process.argv.slice(2, 4).map((word) => resolve(word));
if (!out) {
  console.error("usage: node test/browser/jupyterlab.mjs NOTEBOOK OUT [MODEL]");
  process.exit(2);
}
const model = process.argv[4] ?? "HuggingFaceTB/SmolLM2-135M-Instruct";
let failures = 0;
const check = (name, good, detail = "") => {
  failures += good ? 0 : 1;
  console.log(`${good ? "ok    " : "FAILED"} ${name} ${detail}`);
};

async function runAll(lab) {
  const began = Date.now();
  await lab.menu("Run", "Run All Cells");
  await until(20, async () => (await lab.prompts()).includes("*"));
  const ended = await until(600, async () => !(await lab.prompts()).includes("*"));
  check("all cells run", ended, `${Math.round((Date.now() - began) / 1000)} s`);
  const errors = lab.page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.error']");
  check("no cell fails", (await errors.count()) === 0);
  for (let i = 0; i < (await lab.cells.count()); i++) {
    await lab.cells.nth(i).scrollIntoViewIfNeeded();
    await delay(400);
    if (await lab.cells.nth(i).locator(".jp-OutputArea-output").count())
      await lab.shot(`2-cell-${i}`, lab.cells.nth(i));
  }
  const drawn = lab.page.locator(".vega-embed canvas, .vega-embed svg");
  check(
    "charts are drawn by Vega",
    (await drawn.count()) > 0,
    `${await drawn.count()} at the end of the page`,
  );
}

async function completed(lab, text, wanted, name) {
  await lab.newCell(text);
  const asked = Date.now();
  await lab.page.keyboard.press("Tab");
  // One candidate alone is written into the cell at once.
  const seen = async () =>
    [
      ...(await lab.page.locator(".jp-Completer:visible").allInnerTexts()),
      ...(await lab.active.locator(".cm-content").allInnerTexts()),
    ].join(" ");
  check(name, await until(15, async () => (await seen()).includes(wanted)), `${Date.now() - asked} ms`);
  await lab.shot(`3-${name.replace(/\W+/g, "-")}`);
  await lab.page.keyboard.press("Escape");
}

async function hovered(lab, text, wanted, name) {
  await lab.newCell(text);
  await lab.page.keyboard.press("Shift+Tab");
  const tips = lab.page.locator(".jp-Tooltip");
  const found = await until(15, async () => (await tips.allInnerTexts()).join(" ").includes(wanted));
  check(name, found);
  await lab.shot(`4-${name.replace(/\W+/g, "-")}`);
  await lab.page.keyboard.press("Escape");
}

/** Interrupts a long evaluation, asks for it again, and sees it begin where it stopped. */
async function interrupted(lab) {
  await lab.run(
    `%%steer
model large = "${model}"
concept Delight {
  pairs from "../concepts/delight.jsonl"
  split train 40%, test 60%
}
vector joy = extract Delight from large`,
  );
  await lab.run("joy", 300);
  // Numbers that no run had before, so that nothing is in the store.
  const step = Number((0.5 + (Date.now() % 1000) / 1e5).toFixed(5));
  const sweep = `%%steer
evaluation sweep = measure joy on Delight {
  layers       9..20
  multipliers  ${[-4, -3, -2, -1, 0, 1, 2, 3, 4].map((n) => n * step).join(", ")}
  apply        add from prompt end
}
chart sweep as layer sweep`;
  await lab.newCell(sweep);
  await lab.page.keyboard.press("Control+Enter");
  const items = async () =>
    Number(/measure joy on Delight\D*(\d+) of \d+ items/.exec(await lab.output())?.[1] ?? 0);
  check("progress is shown", await until(120, async () => (await items()) > 2));
  await delay(3000);
  await lab.active.locator(".jp-OutputArea").scrollIntoViewIfNeeded();
  await lab.shot("5-progress");
  const began = Date.now();
  await lab.command("notebook:interrupt-kernel");
  const stopped = await until(20, async () => /was interrupted/.test(await lab.output()));
  check("a sweep is interrupted", stopped, `${Date.now() - began} ms`);
  await delay(500);
  await lab.shot("6-interrupted");
  const kept = await items();
  check("the session goes on", (await lab.run("joy.name.length")).includes("3"));
  await lab.newCell(sweep);
  await lab.page.keyboard.press("Control+Enter");
  let first = 0;
  await until(60, async () => (first = await items()) > 0);
  check("what was computed is kept", first >= kept && kept > 0, `stopped at ${kept}, went on from ${first}`);
  await lab.command("notebook:interrupt-kernel");
  await until(20, async () => /was interrupted/.test(await lab.output()));
}

/** Everything a cell may end with. */
const values = {
  model: "nano",
  concept: "Music",
  vector: "music",
  evaluation: "prefaced",
  receipt: "clean.receipt",
  shift: "Preface",
  plan: 'import { planMeasure } from "steerlab";\nawait planMeasure({ name: "next", vector: music, on: Music, layers: [3] })',
  frame: 'import { itemsFrame } from "steerlab";\nawait itemsFrame(where)',
  wrong: "const count: string = Music.pairs.length;",
  "wrong-steer": "%%steer\nvector v = extract Musik from nano",
  thrown: 'function deep(): never { throw new RangeError("no such row") }\ndeep();',
  generation:
    '%%steer\ngeneration told = continue "Good morning." from nano with music {\n  layers       3\n  multipliers  -1, 0, 1\n}',
};

async function shown(lab, prefix) {
  for (const [name, text] of Object.entries(values)) {
    await lab.run(text);
    await lab.active.scrollIntoViewIfNeeded();
    await lab.shot(`${prefix}-${name}`, lab.active);
  }
}

let end = () => undefined;
try {
  end = await startLab(notebook);
  const lab = await Notebook.open(notebook, out);
  await lab.command("apputils:change-theme", { theme: "JupyterLab Light" });
  check("the kernel gets ready", await until(120, () => lab.isIdle()));
  await delay(3000);
  await lab.shot("1-opened");
  await runAll(lab);
  await completed(lab, "%%steer\nconcept Zz {\n  pai", "pair", "completes a keyword");
  await completed(lab, "%%steer\nvector again = extract Mus", "Music", "completes a name in a steer cell");
  await completed(lab, "Mus", "Music", "completes a declared name");
  await completed(lab, "clean.rec", "receipt", "completes a member");
  await hovered(lab, "clean", "Evaluation", "hover in TypeScript");
  await hovered(lab, "%%steer\nvector again = extract", "extract", "hover in a steer cell");
  await shown(lab, "7-light");
  await interrupted(lab);
  await lab.command("apputils:change-theme", { theme: "JupyterLab Dark" });
  await delay(2500);
  await runAll(lab);
  await shown(lab, "8-dark");
  await lab.browser.close();
} catch (error) {
  failures += 1;
  console.log(`FAILED ${error.stack}`);
} finally {
  end();
}
process.exitCode = failures ? 1 : 0;
