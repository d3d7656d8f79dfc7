// What the kernel answers to the requests of a front end, except execution: one small function per message type.
import { toPoints, toUnits } from "./codepoints.js";
import { languageInfo } from "./language-info.js";
import { metadataOf } from "../host/picture-size.js";
import { resultOf, type NotebookSession } from "../host/notebook-session.js";
import type { Content, Message } from "./wire-protocol.js";

export const kernelInfo = (version: string): Content => ({
  status: "ok",
  protocol_version: "5.3",
  implementation: "steerlab",
  implementation_version: version,
  banner: `steerlab ${version}: %%steer and TypeScript cells`,
  language_info: languageInfo,
  help_links: [],
});

interface Request extends Content {
  readonly code?: unknown;
  readonly cursor_pos?: unknown;
}

const codeOf = ({ code }: Request): string => (typeof code === "string" ? code : "");

/** The cursor in UTF-16 units. */
function offsetOf(request: Request): number {
  const code = codeOf(request);
  return typeof request.cursor_pos === "number" ? toUnits(code, request.cursor_pos) : code.length;
}

export type Answer = (request: Request, session: NotebookSession) => Content;

/** Message type of a request -> content of its reply; the reply's type is the request's with `_reply`. */
export const answers: Readonly<Record<string, Answer>> = {
  is_complete_request: (request, session) => ({ ...session.isComplete(codeOf(request)) }),
  complete_request(request, session) {
    const code = codeOf(request);
    const { start, end, candidates } = session.complete(code, offsetOf(request));
    return {
      status: "ok",
      matches: candidates,
      cursor_start: toPoints(code, start),
      cursor_end: toPoints(code, end),
      metadata: {},
    };
  },
  inspect_request(request, session) {
    const text = session.inspect(codeOf(request), offsetOf(request));
    return {
      status: "ok",
      found: text !== null,
      data: text === null ? {} : { "text/plain": text },
      metadata: {},
    };
  },
  comm_info_request: () => ({ status: "ok", comms: {} }),
  interrupt_request(_, session) {
    session.interrupt();
    return { status: "ok" };
  },
};

/** The values of the expressions that an execution asks for besides its cell, by their names. */
export async function expressions({ content }: Message, session: NotebookSession): Promise<Content> {
  const asked = content["user_expressions"];
  const found: Record<string, Content> = {};
  if (asked && typeof asked === "object")
    for (const [name, text] of Object.entries(asked)) {
      const result = await session.execute(`(${String(text)}\n)`, { counts: false });
      const data = resultOf(result) ?? { "text/plain": "undefined" };
      found[name] = result.error
        ? { status: "error", ...result.error }
        : { status: "ok", data, metadata: metadataOf(data) };
    }
  return found;
}
