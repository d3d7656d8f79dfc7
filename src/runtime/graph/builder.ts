// A small builder of ONNX graphs: every operator call returns the name of its output, so graphs read like formulas.
import type { Placed } from "../models/types.js";
import { basename } from "node:path";
import { encode, type FieldValue, type Message } from "./proto.js";

/** A value in the graph, by name. */
export type Value = string;
export type Attribute = number | { readonly float: number } | readonly number[];

const elementTypes = { float: 1, uint8: 2, int64: 7, bool: 9 } as const;
export type ElementType = keyof typeof elementTypes;

const attributeTypes = { float: 1, int: 2, ints: 7 } as const;

function attributeMessage(name: string, value: Attribute): Message {
  if (typeof value === "number") return { name, int: value, type: attributeTypes.int };
  if (Array.isArray(value)) return { name, ints: value as number[], type: attributeTypes.ints };
  return { name, float: (value as { float: number }).float, type: attributeTypes.float };
}

const dims = (shape: readonly (number | string)[]): Message => ({
  dims: shape.map((dim) => (typeof dim === "number" ? { value: dim } : { symbol: dim })),
});

export class GraphBuilder {
  private readonly nodes: Message[] = [];
  private readonly initializers: Message[] = [];
  private readonly inputs: Message[] = [];
  private readonly outputs: Message[] = [];
  private readonly domains = new Set<string>();
  private count = 0;

  /** A graph input; symbolic dimensions are given by name. */
  input(name: string, type: ElementType, shape: readonly (number | string)[]): Value {
    this.inputs.push({ name, type: { tensor: { element: elementTypes[type], shape: dims(shape) } } });
    return name;
  }

  /** Declares a value as an output of the graph under its own name. */
  output(name: string, value: Value, type: ElementType, shape: readonly (number | string)[]): void {
    this.nodes.push({ inputs: [value], outputs: [name], name: `out.${name}`, operator: "Identity" });
    this.outputs.push({ name, type: { tensor: { element: elementTypes[type], shape: dims(shape) } } });
  }

  /** A weight that stays in its file: ONNX Runtime maps it. Little-endian, fp32 unless another type is named. */
  weight(name: string, place: Placed<string>, type: ElementType = "float"): Value {
    this.initializers.push({
      dims: [...place.shape],
      type: elementTypes[type],
      name,
      location: 1,
      external: Object.entries({
        location: basename(place.file),
        offset: String(place.offset),
        length: String(place.length),
      }).map(([key, value]) => ({ key, value })),
    });
    return name;
  }

  /** A table of numbers that is part of the graph. */
  floats(name: string, values: Float32Array, shape: readonly number[]): Value {
    const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.initializers.push({ dims: [...shape], type: elementTypes.float, name, raw });
    return name;
  }

  ints(name: string, values: readonly number[], shape: readonly number[] = [values.length]): Value {
    const raw = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    this.initializers.push({ dims: [...shape], type: elementTypes.int64, name, raw });
    return name;
  }

  /** One operator with one output. `domain` names a set of operators besides the standard one. */
  op(
    operator: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>> = {},
    domain?: "com.microsoft",
  ): Value {
    this.count += 1;
    const output = `${operator}.${this.count}`;
    this.node(operator, inputs, [output], attributes, domain);
    return output;
  }

  /** One operator with several outputs, in their order. An input "" is left out. */
  ops(
    operator: string,
    inputs: readonly Value[],
    outputs: number,
    attributes: Readonly<Record<string, Attribute>> = {},
  ): Value[] {
    this.count += 1;
    const names = Array.from({ length: outputs }, (_, i) => `${operator}.${this.count}.${i}`);
    this.node(operator, inputs, names, attributes);
    return names;
  }

  private node(
    operator: string,
    inputs: readonly Value[],
    outputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>>,
    domain?: string,
  ): void {
    if (domain) this.domains.add(domain);
    this.nodes.push({
      inputs: [...inputs],
      outputs: [...outputs],
      name: outputs[0]!,
      operator,
      domain,
      attributes: Object.entries(attributes).map(([name, value]) => attributeMessage(name, value)),
    });
  }

  /** The whole ONNX file: opset 23, IR version 10. */
  bytes(): Uint8Array {
    const graph: Record<string, FieldValue | FieldValue[]> = {
      nodes: this.nodes,
      name: "steerlab",
      initializers: this.initializers,
      inputs: this.inputs,
      outputs: this.outputs,
    };
    return encode("Model", {
      irVersion: 10,
      producer: "steerlab",
      graph,
      opsets: [{ domain: "", version: 23 }, ...[...this.domains].map((domain) => ({ domain, version: 1 }))],
    });
  }
}
