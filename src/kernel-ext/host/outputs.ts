// What a cell puts out, as it happens (events) and as a notebook keeps it (nbformat 4 outputs).
import { noiseMark, type Noise } from "../notebook/tolerances.js";
import { metadataOf } from "./picture-size.js";

/** Representations of one value by MIME type: text, base64, or (for JSON types) an object. */
export type Bundle = Readonly<Record<string, unknown>>;

/** How a failed cell is shown. */
export interface CellError {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

export type StreamName = "stdout" | "stderr";

/** How a front end's file can tell a passing display from a result. */
export const passingMark = { steerlab: { passing: true } } as const;

export const isPassing = (metadata: object | undefined): boolean =>
  metadata !== undefined &&
  "steerlab" in metadata &&
  typeof metadata.steerlab === "object" &&
  metadata.steerlab !== null &&
  "passing" in metadata.steerlab;

/** `passing` displays are for whoever watches now (progress); they say nothing about the result. */
export type OutputEvent =
  | { readonly type: "stream"; readonly name: StreamName; readonly text: string }
  | {
      readonly type: "display_data";
      readonly data: Bundle;
      readonly id?: string;
      readonly passing?: boolean;
      readonly noise?: Noise;
    }
  | {
      readonly type: "update_display_data";
      readonly data: Bundle;
      readonly id: string;
      readonly passing?: boolean;
    }
  | { readonly type: "execute_result"; readonly data: Bundle; readonly executionCount: number }
  /** Takes away what the cell has put out so far: now, or with its next output. */
  | { readonly type: "clear_output"; readonly wait: boolean }
  | ({ readonly type: "error" } & CellError);

export type Emit = (event: OutputEvent) => void;

/** An output as nbformat 4 writes it. */
export type Output =
  | { output_type: "stream"; name: StreamName; text: string }
  | { output_type: "display_data"; data: Bundle; metadata: object }
  | { output_type: "execute_result"; data: Bundle; metadata: object; execution_count: number }
  | { output_type: "error"; ename: string; evalue: string; traceback: string[] };

const isEmpty = (data: Bundle): boolean => Object.values(data).every((value) => value === "");

/** Collects events: neighbouring texts of a stream become one, of an updated display the last state stays. */
export class Folded {
  private readonly parts: { make: () => Output; stream?: { name: StreamName; texts: string[] } }[] = [];
  private readonly displays = new Map<string, { data: Bundle }>();
  private clearing = false;

  readonly add: Emit = (event) => {
    if (this.clearing && event.type !== "clear_output") this.clear();
    const handler = this.handlers[event.type] as (event: OutputEvent) => void;
    handler(event);
  };

  private readonly handlers: {
    [T in OutputEvent["type"]]: (event: Extract<OutputEvent, { type: T }>) => void;
  } = {
    stream: ({ name, text }) => {
      const last = this.parts.at(-1)?.stream;
      if (last?.name === name) last.texts.push(text);
      else {
        const stream = { name, texts: [text] };
        this.parts.push({
          stream,
          make: () => ({ output_type: "stream", name, text: stream.texts.join("") }),
        });
      }
    },
    display_data: ({ data, id, noise }) => {
      const display = { data };
      const mark = noise && noiseMark(noise);
      if (id !== undefined) this.displays.set(id, display);
      this.parts.push({
        make: () => ({
          output_type: "display_data",
          data: display.data,
          metadata: { ...metadataOf(display.data), ...mark },
        }),
      });
    },
    update_display_data: ({ data, id }) => {
      const display = this.displays.get(id);
      if (display) display.data = data;
    },
    execute_result: ({ data, executionCount }) => {
      const output: Output = {
        output_type: "execute_result",
        data,
        metadata: metadataOf(data),
        execution_count: executionCount,
      };
      this.parts.push({ make: () => output });
    },
    clear_output: ({ wait }) => {
      this.clearing = wait;
      if (!wait) this.clear();
    },
    error: ({ ename, evalue, traceback }) => {
      this.parts.push({ make: () => ({ output_type: "error", ename, evalue, traceback: [...traceback] }) });
    },
  };

  private clear(): void {
    this.clearing = false;
    this.parts.length = 0;
    this.displays.clear();
  }

  /** The outputs so far; displays that ended with nothing to show are left out. */
  outputs(): Output[] {
    return this.parts
      .map(({ make }) => make())
      .filter((output) => output.output_type !== "display_data" || !isEmpty(output.data));
  }
}
