// `npm run docs`: writes what is made from the sources: docs/errors.md, the tables of docs/language.md, the grammar for editors.
import { readFileSync, writeFileSync } from "node:fs";
import { closeSession } from "../../src/index.js";
import { generated } from "./generated.js";

process.env["STEERLAB_STORE"] = "off";
for (const { path, make } of generated) {
  const url = new URL(`../../${path}`, import.meta.url);
  const before = readFileSync(url, "utf8");
  const text = await make(before);
  if (text !== before) writeFileSync(url, text);
  console.log(`${path}: ${text === before ? "as it was" : "written"}`);
}
await closeSession();
