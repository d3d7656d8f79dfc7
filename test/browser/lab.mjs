// JupyterLab and a browser, as a person uses them: a server in a copy of the notebook's folders, a page, and what one does there.
import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const { PLAYWRIGHT = "playwright-core", JUPYTER = "jupyter", CHROMIUM = "/usr/bin/chromium" } = process.env;
const token = "steerlab";
const port = 8899;

/** Looks every quarter of a second whether something is so. */
export async function until(seconds, look) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await delay(250))
    if (await look()) return true;
  return false;
}

/** Starts JupyterLab over a copy of the notebook and of what lies beside its folder; @returns how to end it */
export async function startLab(notebook) {
  const folder = await mkdtemp(join(tmpdir(), "steerlab-browser-"));
  await cp(notebook, join(folder, "notebooks", basename(notebook)));
  for (const part of ["concepts", "models", "data"])
    await cp(join(dirname(notebook), "..", part), join(folder, part), { recursive: true }).catch(
      () => undefined,
    );
  const words = ["--no-browser", "--allow-root", `--port=${port}`, `--notebook-dir=${folder}`];
  const settings = ["--expose-app-in-browser", `--IdentityProvider.token=${token}`];
  const server = spawn(JUPYTER, ["lab", ...words, ...settings], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  server.stderr.on("data", (text) => (said += text));
  if (!(await until(180, () => said.includes("is running at")))) {
    server.kill("SIGTERM");
    throw new Error(`JupyterLab does not start:\n${said}`);
  }
  return () => server.kill("SIGTERM");
}

export class Notebook {
  static async open(notebook, pictures) {
    const { chromium } = createRequire(join(process.cwd(), "x.js"))(PLAYWRIGHT);
    await mkdir(pictures, { recursive: true });
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
    const page = await browser.newPage({ viewport: { width: 1280, height: 1100 } });
    page.setDefaultTimeout(30_000);
    await page.goto(`http://localhost:${port}/lab/tree/notebooks/${basename(notebook)}?token=${token}`);
    await page.waitForSelector(".jp-NotebookPanel .jp-CodeCell", { timeout: 120_000 });
    await page
      .locator(".Toastify button", { hasText: /^No$/ })
      .click({ timeout: 10_000 })
      .catch(() => undefined);
    return new Notebook(browser, page, pictures);
  }

  constructor(browser, page, pictures) {
    Object.assign(this, { browser, page, pictures });
    this.cells = page.locator(".jp-Notebook .jp-Cell");
    this.active = page.locator(".jp-Notebook .jp-Cell.jp-mod-active");
  }

  shot(name, what = this.page) {
    return what.screenshot({ path: join(this.pictures, `${name}.png`) });
  }

  async isIdle() {
    return /\| Idle/.test((await this.page.locator("#jp-main-statusbar").innerText()).replace(/\s+/g, " "));
  }

  async menu(...entries) {
    const [first, ...rest] = entries;
    const exactly = (text) => new RegExp(`^${text}$`);
    await this.page.locator(".lm-MenuBar-itemLabel", { hasText: exactly(first) }).click();
    for (const entry of rest)
      await this.page
        .locator(".lm-Menu-itemLabel", { hasText: exactly(entry) })
        .first()
        .click();
  }

  command(id, args = {}) {
    return this.page.evaluate(([id, args]) => globalThis.jupyterapp.commands.execute(id, args), [id, args]);
  }

  async prompts() {
    return (await this.page.locator(".jp-InputPrompt").allInnerTexts()).join(" ");
  }

  async newCell(text) {
    await this.page.keyboard.press("Escape");
    await this.cells.last().scrollIntoViewIfNeeded();
    await this.cells.last().click();
    await this.page.keyboard.press("Escape");
    await this.page.keyboard.press("b");
    await this.page.keyboard.press("Enter");
    await this.page.keyboard.insertText(text);
    await delay(300);
  }

  /** Runs a new cell to its end; @returns the text of what it put out */
  async run(text, seconds = 120) {
    await this.newCell(text);
    await this.page.keyboard.press("Control+Enter");
    await delay(300);
    await until(
      seconds,
      async () => !(await this.active.locator(".jp-InputPrompt").innerText()).includes("*"),
    );
    await delay(700);
    return this.output();
  }

  async output() {
    return (await this.active.locator(".jp-OutputArea-output").allInnerTexts()).join("\n");
  }
}
