// A chart specification becomes SVG (Vega, no canvas) and PNG (resvg, bundled font only). Both are the same bytes every
// time. The packages are loaded when the first picture is asked for.
import { createRequire } from "node:module";
import type * as ResvgPackage from "@resvg/resvg-js";
import type * as VegaPackage from "vega";
import type * as VegaLite from "vega-lite";
import type { TopLevelSpec } from "vega-lite";
import type { Specification } from "../../results/chart.js";
import { fail, failure, SteerError } from "../../errors/index.js";
import { indexedPng } from "./indexed-png.js";
import { pictureScale } from "./picture-scale.js";
import { fontFamily, fontFiles, textWidth } from "./fonts.js";

const require = createRequire(import.meta.url);

/** The part of a text mark that decides its width. */
interface TextMark {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
  /** Longer text is cut off; 0 or absent: it is not. */
  readonly limit?: number;
}

/** What Vega exports but its types leave out. */
interface Untyped {
  readonly textMetrics: { width(mark: TextMark, text: unknown): number };
  setRandom(generator: () => number): void;
  randomLCG(seed: number): () => number;
}

type Vega = typeof VegaPackage & Untyped;

let vega: Vega | undefined;

/** Vega, told how wide texts are in the bundled font (it has a place for that, which its types do not mention). */
function loadVega(): Vega {
  if (vega) return vega;
  vega = require("vega") as Vega;
  vega.textMetrics.width = ({ fontSize = 11, fontWeight, limit }, text) =>
    Math.min(
      limit || Infinity,
      textWidth(String(text ?? ""), fontSize, fontWeight === "bold" || Number(fontWeight) >= 600),
    );
  return vega;
}

type OnWarning = (words: string) => void;

/** Hands Vega's warnings on; its errors are thrown. */
function loggerFor(onWarning: OnWarning) {
  const logger = { level: levelOf, error: refuse, warn, info: silent, debug: silent };
  function silent(): typeof logger {
    return logger;
  }
  function warn(...words: readonly unknown[]): typeof logger {
    onWarning(words.map(String).join(" "));
    return logger;
  }
  function refuse(...words: readonly unknown[]): never {
    throw new Error(words.map(String).join(" "));
  }
  function levelOf(_: number): typeof logger;
  function levelOf(): number;
  function levelOf(level?: number): typeof logger | number {
    return level === undefined ? 2 : logger;
  }
  return logger;
}

/** The specification as SVG text. A warning of Vega means a chart that lacks something; unless taken, it is a failure. @throws E714 */
export async function svgOf(spec: Specification, name: string, onWarning?: OnWarning): Promise<string> {
  const { parse, randomLCG, setRandom, View } = loadVega();
  const { compile } = require("vega-lite") as typeof VegaLite;
  const strict: OnWarning = (reason) => fail("E714", { chart: name, reason });
  const logger = loggerFor(onWarning ?? strict);
  setRandom(randomLCG(0));
  try {
    // Vega marks the rows it is given, so it gets its own copy.
    const compiled = compile(structuredClone(spec) as TopLevelSpec, { logger }).spec;
    const view = new View(parse(compiled), { renderer: "none", logger });
    try {
      return await view.toSVG();
    } finally {
      view.finalize();
    }
  } catch (error) {
    if (error instanceof SteerError) throw error;
    throw failure(
      "E714",
      { chart: name, reason: error instanceof Error ? error.message : String(error) },
      { cause: error },
    );
  }
}

/** An SVG of ours as PNG with a palette, `scale` pixels per unit. */
export function pngOf(svg: string, scale = pictureScale): Uint8Array {
  const { Resvg } = require("@resvg/resvg-js") as typeof ResvgPackage;
  const image = new Resvg(svg, {
    fitTo: { mode: "zoom", value: scale },
    background: "#FFFFFF",
    font: {
      loadSystemFonts: false,
      fontFiles: fontFiles(),
      defaultFontFamily: fontFamily,
      sansSerifFamily: fontFamily,
    },
  }).render();
  return indexedPng(image.pixels, image.width, image.height);
}
