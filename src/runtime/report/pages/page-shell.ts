// The shell of every page: one file without scripts or links; and a receipt as a list.
import { escaped } from "./html.js";

const style = `body{font:15px/1.5 "DejaVu Sans",Verdana,sans-serif;color:#222;max-width:860px;margin:2em auto;padding:0 1em}
h1{font-size:1.4em}h2{font-size:1.2em;margin-top:2.5em}h3{font-size:1em;margin-top:1.5em}svg{max-width:100%;height:auto;display:block;margin:1em 0}
table{border-collapse:collapse;font-size:12px;display:block;overflow-x:auto}th,td{padding:.2em .6em;border-bottom:1px solid #ddd}
td{font-variant-numeric:tabular-nums;white-space:nowrap}code,dd{overflow-wrap:anywhere}.verdicts th{text-align:left;font-weight:normal}.verdicts th,.verdicts td{white-space:normal;vertical-align:top}dt{font-weight:bold}dd{margin:0 0 .4em 1em}`;

/** `title` is plain text, `body` is HTML. */
export const pageHtml = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`;

/** Every field of the receipt, nested ones as "check.zero". */
function fieldsOf(value: object, prefix = ""): [string, string][] {
  return Object.entries(value as Record<string, unknown>).flatMap(([key, field]): [string, string][] => {
    const name = prefix ? `${prefix}.${key}` : key;
    return typeof field === "object" && field !== null ? fieldsOf(field, name) : [[name, String(field)]];
  });
}

export const receiptHtml = (receipt: object): string =>
  `<dl>\n${fieldsOf(receipt)
    .map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`)
    .join("\n")}\n</dl>`;
