// JupyterLab in a real browser (a development check; not part of the tests): opens a notebook, runs all cells, completes a keyword and a
// name, asks what a name is, interrupts a sweep, and keeps pictures of what was seen.
//   node test/browser/jupyterlab.mjs NOTEBOOK OUT      with PLAYWRIGHT (folder of playwright-core), JUPYTER (the program) and CHROMIUM
import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const [notebook, out] = process.argv.slice(2).map((word) => resolve(word));
if (!out) {
  console.error("usage: node test/browser/jupyterlab.mjs NOTEBOOK OUT");
  process.exit(2);
}
const { PLAYWRIGHT = "playwright-core", JUPYTER = "jupyter", CHROMIUM = "/usr/bin/chromium" } = process.env;
const { chromium } = createRequire(join(process.cwd(), "x.js"))(PLAYWRIGHT);
await mkdir(out, { recursive: true });
const folder = await mkdtemp(join(tmpdir(), "steerlab-browser-"));
await cp(notebook, join(folder, "notebooks", basename(notebook)));
for (const part of ["concepts", "models", "data"])
  await cp(join(dirname(notebook), "..", part), join(folder, part), { recursive: true }).catch(
    () => undefined,
  );

const token = "steerlab";
const server = spawn(
  JUPYTER,
  [
    "lab",
    "--no-browser",
    "--allow-root",
    "--port=8899",
    `--IdentityProvider.token=${token}`,
    `--notebook-dir=${folder}`,
  ],
  { stdio: ["ignore", "ignore", "pipe"] },
);
let said = "";
server.stderr.on("data", (text) => (said += text));
let failures = 0;
const check = (name, good, detail = "") => {
  failures += good ? 0 : 1;
  console.log(`${good ? "ok    " : "FAILED"} ${name} ${detail}`);
};
const until = async (seconds, look) => {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await delay(250))
    if (await look()) return true;
  return false;
};

try {
  if (!(await until(180, () => said.includes("is running at"))))
    throw new Error(`JupyterLab does not start:\n${said}`);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  page.setDefaultTimeout(30_000);
  await page.goto(`http://localhost:8899/lab/tree/notebooks/${basename(notebook)}?token=${token}`);
  await page.waitForSelector(".jp-NotebookPanel .jp-CodeCell", { timeout: 120_000 });
  const bar = async () => (await page.locator("#jp-main-statusbar").innerText()).replace(/\s+/g, " ");
  const status = async () =>
    /\| Idle/.test(await bar()) ? "idle" : /\| Busy/.test(await bar()) ? "busy" : "other";
  const shot = (name) => page.screenshot({ path: join(out, `${name}.png`) });
  check("the kernel gets ready", await until(120, async () => (await status()) === "idle"));
  await delay(3000);
  await shot("1-opened");

  const menu = async (first, entry) => {
    await page.locator(".lm-MenuBar-itemLabel", { hasText: new RegExp(`^${first}$`) }).click();
    await page
      .locator(".lm-Menu-itemLabel", { hasText: new RegExp(`^${entry}$`) })
      .first()
      .click();
  };
  const began = Date.now();
  await menu("Run", "Run All Cells");
  const prompts = async () => (await page.locator(".jp-InputPrompt").allInnerTexts()).join(" ");
  await until(20, async () => (await prompts()).includes("*"));
  check(
    "all cells run",
    await until(900, async () => !(await prompts()).includes("*")),
    `${Math.round((Date.now() - began) / 1000)} s`,
  );
  const errors = await page
    .locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.error']")
    .count();
  check("no cell fails", errors === 0, `${errors} errors`);
  const cells = page.locator(".jp-Notebook .jp-Cell");
  for (let i = 0; i < (await cells.count()); i++) {
    await cells.nth(i).scrollIntoViewIfNeeded();
    await delay(150);
  }
  check(
    "a chart is drawn by Vega",
    await until(
      20,
      async () =>
        (await page
          .locator(
            ".jp-RenderedVegaCommon5 canvas, .jp-RenderedVegaCommon5 svg, .vega-embed canvas, .vega-embed svg",
          )
          .count()) > 0,
    ),
  );
  const charts = page.locator(".vega-embed");
  if (await charts.count()) await charts.first().scrollIntoViewIfNeeded();
  await delay(800);
  await shot("2-chart");
  const tables = page.locator(".jp-RenderedHTMLCommon table");
  if (await tables.count()) await tables.first().scrollIntoViewIfNeeded();
  await delay(300);
  await shot("3-table");

  const newCell = async (text) => {
    await page
      .locator(".jp-Notebook")
      .first()
      .click({ position: { x: 5, y: 5 } })
      .catch(() => undefined);
    await page.keyboard.press("Escape");
    await cells.last().scrollIntoViewIfNeeded();
    await cells.last().click();
    await page.keyboard.press("Escape");
    await page.keyboard.press("b");
    await page.keyboard.press("Enter");
    await page.keyboard.insertText(text);
    await delay(300);
  };
  const completed = async (text, wanted, name) => {
    await newCell(text);
    const asked = Date.now();
    await page.keyboard.press("Tab");
    const seen = async () =>
      [
        ...(await page.locator(".jp-Completer").allInnerTexts()),
        ...(await page.locator(".jp-Notebook .jp-Cell.jp-mod-active .cm-content").allInnerTexts()),
      ].join(" ");
    const shown = await until(15, async () => (await seen()).includes(wanted));
    check(name, shown, `${Date.now() - asked} ms`);
    await shot(`4-${name.replace(/\W+/g, "-")}`);
    await page.keyboard.press("Escape");
  };
  await completed("%%steer\nconcept Zz {\n  pai", "pair", "completes a keyword");
  await completed("Math.hyp", "hypot", "completes a member");
  await newCell("const hovered: number = 1; hovered");
  await page.keyboard.press("Shift+Tab");
  check("hover", await until(15, async () => (await page.locator(".jp-Tooltip").count()) > 0));
  await shot("5-hover");
  await page.keyboard.press("Escape");

  await newCell("await 0; console.log('looping'); for (;;);");
  await page.keyboard.press("Control+Enter");
  check("a loop runs", await until(20, async () => (await status()) === "busy"));
  await delay(1000);
  const stopping = Date.now();
  await menu("Kernel", "Interrupt Kernel");
  check(
    "it is interrupted",
    await until(20, async () => (await status()) === "idle"),
    `${Date.now() - stopping} ms`,
  );
  await delay(300);
  await shot("6-interrupted");
  await browser.close();
} catch (error) {
  failures += 1;
  console.log(`FAILED ${error.message}`);
} finally {
  server.kill("SIGTERM");
}
process.exitCode = failures ? 1 : 0;
