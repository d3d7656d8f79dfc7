// Writes ONNX files: a table of the messages we need (field -> number and kind, from the ONNX 1.x schema) and one
// writer of the protocol-buffer wire format (varints and length-delimited fields). Write-only.

type Kind = "int" | "float" | "bytes" | "text" | MessageName;
type Field = readonly [number: number, kind: Kind, repeated?: "many" | "packed"];

const messages = {
  Model: {
    irVersion: [1, "int"],
    producer: [2, "text"],
    graph: [7, "Graph"],
    opsets: [8, "Opset", "many"],
  },
  Opset: { domain: [1, "text"], version: [2, "int"] },
  Graph: {
    nodes: [1, "Node", "many"],
    name: [2, "text"],
    initializers: [5, "Tensor", "many"],
    inputs: [11, "ValueInfo", "many"],
    outputs: [12, "ValueInfo", "many"],
  },
  Node: {
    inputs: [1, "text", "many"],
    outputs: [2, "text", "many"],
    name: [3, "text"],
    operator: [4, "text"],
    attributes: [5, "Attribute", "many"],
    domain: [7, "text"],
  },
  Attribute: {
    name: [1, "text"],
    float: [2, "float"],
    int: [3, "int"],
    ints: [8, "int", "many"],
    type: [20, "int"],
  },
  Tensor: {
    dims: [1, "int", "packed"],
    type: [2, "int"],
    name: [8, "text"],
    raw: [9, "bytes"],
    external: [13, "Entry", "many"],
    location: [14, "int"],
  },
  Entry: { key: [1, "text"], value: [2, "text"] },
  ValueInfo: { name: [1, "text"], type: [2, "Type"] },
  Type: { tensor: [1, "TensorType"] },
  TensorType: { element: [1, "int"], shape: [2, "Shape"] },
  Shape: { dims: [1, "Dim", "many"] },
  Dim: { value: [1, "int"], symbol: [2, "text"] },
} as const satisfies Record<string, Record<string, readonly [number, string, ("many" | "packed")?]>>;

type MessageName =
  | "Model"
  | "Opset"
  | "Graph"
  | "Node"
  | "Attribute"
  | "Tensor"
  | "Entry"
  | "ValueInfo"
  | "Type"
  | "TensorType"
  | "Shape"
  | "Dim";

/** Field values of a message; what is absent is not written. */
export interface Message {
  readonly [field: string]: FieldValue | readonly FieldValue[] | undefined;
}
export type FieldValue = number | string | Uint8Array | Message;

const text = new TextEncoder();

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return bytes;
}

const lengthDelimited = (number: number, body: Uint8Array): Uint8Array[] => [
  Uint8Array.from([...varint((number << 3) | 2), ...varint(body.length)]),
  body,
];

const writers: Record<string, (number: number, value: never) => Uint8Array[]> = {
  int: (number, value: number) => [Uint8Array.from([...varint(number << 3), ...varint(value)])],
  float: (number, value: number) => [
    Uint8Array.from(varint((number << 3) | 5)),
    new Uint8Array(Float32Array.of(value).buffer),
  ],
  bytes: (number, value: Uint8Array) => lengthDelimited(number, value),
  text: (number, value: string) => lengthDelimited(number, text.encode(value)),
};

function writeField(
  [number, kind, repeated]: Field,
  value: FieldValue | readonly FieldValue[],
): Uint8Array[] {
  if (repeated === "packed")
    return lengthDelimited(number, Uint8Array.from((value as readonly number[]).flatMap(varint)));
  const values = repeated === "many" ? (value as readonly FieldValue[]) : [value as FieldValue];
  const writer = writers[kind];
  return values.flatMap((one) =>
    writer
      ? writer(number, one as never)
      : lengthDelimited(number, encode(kind as MessageName, one as Message)),
  );
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}

/** The bytes of one message. An unknown field name throws: it is a mistake in our own graph code. */
export function encode(name: MessageName, message: Message): Uint8Array {
  const fields: Readonly<Record<string, Field>> = messages[name];
  const parts = Object.entries(message).flatMap(([key, value]) => {
    const field = fields[key];
    if (!field) throw new Error(`ONNX message ${name} has no field ${key}`);
    return value === undefined ? [] : writeField(field, value);
  });
  return join(parts);
}
