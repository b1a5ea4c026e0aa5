import { delimitedField, joinBytes, protobufFields, varintField } from '#inference/onnx/protobufFields.ts';

/** Field numbers of ONNX's protobuf messages. */
const MODEL = { graph: 7 } as const;
const GRAPH = { node: 1, initializer: 5, input: 11, output: 12 } as const;
const NODE = { input: 1, output: 2, operator: 4, attribute: 5, domain: 7 } as const;
const ATTRIBUTE = { tensor: 5, graph: 6, graphs: 11 } as const;
const TENSOR = {
  dims: 1,
  dataType: 2,
  int32Data: 5,
  int64Data: 7,
  name: 8,
  rawData: 9,
  location: 14,
} as const;
const VALUE = { name: 1, type: 2 } as const;

export const ELEMENT = { int32: 6, int64: 7 } as const;

export interface OnnxNode {
  readonly operator: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Values that the graphs within it, such as the branches of an If, read by name. */
  readonly captured: ReadonlySet<string>;
  /** Numbers of a Constant node. */
  readonly constant: number[] | undefined;
}

/** Edits of a graph. Everything else stays byte for byte. */
export interface GraphEdit {
  readonly removedNodes: ReadonlySet<OnnxNode>;
  readonly removedInputs: ReadonlySet<string>;
  /** For each node, the inputs to rename, old name to new. */
  readonly renamedFor: ReadonlyMap<OnnxNode, ReadonlyMap<string, string>>;
  /** Encoded fields of GraphProto. */
  readonly added: readonly Uint8Array[];
}

interface Entry {
  readonly kind: 'node' | 'input' | 'other';
  readonly start: number;
  readonly end: number;
  readonly content: number;
  readonly node?: OnnxNode;
  readonly name?: string;
}

/** Tensors up to this size count as constants; weights are larger. */
const SMALL_TENSOR_BYTES = 1_024;

/** Small integer tensors hold shapes, axes and steps. Larger ones are weights and are not read. */
const MAX_CONSTANT_ELEMENTS = 16;

/**
 * An `.onnx` file's graph: which node reads what. Weights are neither parsed nor copied.
 * @example
 * const graph = new OnnxGraph(bytes);
 * graph.nodes.map(({ operator }) => operator); // ['Gather', 'MatMul', …]
 */
export class OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly inputs: ReadonlySet<string>;
  readonly #bytes: Uint8Array;
  readonly #graph: { readonly start: number; readonly end: number };
  readonly #entries: readonly Entry[];
  readonly #constants = new Map<string, number[]>();
  readonly #small = new Set<string>();
  readonly #producers = new Map<string, OnnxNode>();

  /** @throws RangeError if the bytes are not an ONNX model */
  constructor(bytes: Uint8Array) {
    const model = [...protobufFields(bytes)].find(({ number }) => number === MODEL.graph);
    if (!model) throw new RangeError('the file has no graph');
    this.#bytes = bytes;
    this.#graph = { start: model.start, end: model.end };
    const entries: Entry[] = [];
    for (const field of protobufFields(bytes, model.content, model.end)) {
      const { start, end, content } = field;
      if (field.number === GRAPH.node) {
        entries.push({ kind: 'node', start, end, content, node: readNode(bytes, content, end) });
      } else if (field.number === GRAPH.input) {
        entries.push({
          kind: 'input',
          start,
          end,
          content,
          name: readString(bytes, content, end, VALUE.name),
        });
      } else {
        entries.push({ kind: 'other', start, end, content });
        if (field.number !== GRAPH.initializer) continue;
        const name = readString(bytes, content, end, TENSOR.name);
        if (end - content <= SMALL_TENSOR_BYTES && !isExternal(bytes, content, end)) this.#small.add(name);
        const numbers = readIntegers(bytes, content, end);
        if (numbers) this.#constants.set(name, numbers);
      }
    }
    this.#entries = entries;
    this.nodes = entries.flatMap(({ node }) => node ?? []);
    this.inputs = new Set(entries.flatMap(({ name }) => name ?? []));
    for (const node of this.nodes) for (const output of node.outputs) this.#producers.set(output, node);
  }

  /** The node that computes a value; undefined for inputs and weights. */
  producerOf(value: string): OnnxNode | undefined {
    return this.#producers.get(value);
  }

  /** The nodes that read a value, also within their own graphs. */
  readersOf(value: string): OnnxNode[] {
    return this.nodes.filter(({ inputs, captured }) => inputs.includes(value) || captured.has(value));
  }

  /** Numbers of a small integer constant. */
  constantOf(value: string): number[] | undefined {
    return this.#constants.get(value) ?? this.#producers.get(value)?.constant;
  }

  /** Whether a value is a small constant. */
  isSmall(value: string): boolean {
    return this.#small.has(value);
  }

  /** The file with these edits applied. */
  edited({ removedNodes, removedInputs, renamedFor, added }: GraphEdit): Uint8Array<ArrayBuffer> {
    const parts: Uint8Array[] = [];
    for (const entry of this.#entries) {
      if (entry.node && removedNodes.has(entry.node)) continue;
      if (entry.kind === 'input' && removedInputs.has(entry.name!)) continue;
      const renamed = entry.node && renamedFor.get(entry.node);
      parts.push(renamed ? this.#renamedNode(entry, renamed) : this.#bytes.subarray(entry.start, entry.end));
    }
    const { start, end } = this.#graph;
    return joinBytes([
      this.#bytes.subarray(0, start),
      delimitedField(MODEL.graph, ...parts, ...added),
      this.#bytes.subarray(end),
    ]);
  }

  #renamedNode({ content, end }: Entry, renamed: ReadonlyMap<string, string>): Uint8Array {
    const parts: Uint8Array[] = [];
    for (const field of protobufFields(this.#bytes, content, end)) {
      const name =
        field.number === NODE.input ? decodeText(this.#bytes, field.content, field.end) : undefined;
      const other = name === undefined ? undefined : renamed.get(name);
      parts.push(
        other === undefined
          ? this.#bytes.subarray(field.start, field.end)
          : delimitedField(NODE.input, other),
      );
    }
    return delimitedField(GRAPH.node, ...parts);
  }
}

/**
 * An encoded GraphProto field: one more integer input of the given shape. Symbolic dimensions are strings.
 * @example
 * integerInput('position_ids', 'int64', ['batch', 'sequence']);
 */
export function integerInput(
  name: string,
  type: 'int32' | 'int64',
  dims: readonly (number | string)[],
): Uint8Array {
  const size = (dim: number | string) =>
    typeof dim === 'number' ? varintField(1, dim) : delimitedField(2, dim);
  const shape = delimitedField(2, ...dims.map((dim) => delimitedField(1, size(dim))));
  const tensor = delimitedField(1, varintField(1, ELEMENT[type]), shape);
  return delimitedField(GRAPH.input, delimitedField(VALUE.name, name), delimitedField(VALUE.type, tensor));
}

/**
 * An encoded GraphProto field: one more node without attributes.
 * @example
 * plainNode('Add', ['a', 'b'], 'sum');
 */
export function plainNode(operator: string, inputs: readonly string[], output: string): Uint8Array {
  return delimitedField(
    GRAPH.node,
    ...inputs.map((name) => delimitedField(NODE.input, name)),
    delimitedField(NODE.output, output),
    delimitedField(NODE.operator, operator),
  );
}

/**
 * An encoded GraphProto field: a constant list of integers.
 * @example
 * int64Constant('axes', [1n]);
 */
export function int64Constant(name: string, values: readonly bigint[]): Uint8Array {
  const raw = new Uint8Array(BigInt64Array.from(values).buffer);
  return delimitedField(
    GRAPH.initializer,
    varintField(TENSOR.dims, values.length),
    varintField(TENSOR.dataType, ELEMENT.int64),
    delimitedField(TENSOR.name, name),
    delimitedField(TENSOR.rawData, raw),
  );
}

function decodeText(bytes: Uint8Array, from: number, to: number): string {
  return new TextDecoder().decode(bytes.subarray(from, to));
}

function readString(bytes: Uint8Array, from: number, to: number, number: number): string {
  for (const field of protobufFields(bytes, from, to)) {
    if (field.number === number) return decodeText(bytes, field.content, field.end);
  }
  return '';
}

function readNode(bytes: Uint8Array, from: number, to: number): OnnxNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  let [operator, domain] = ['', ''];
  const captured = new Set<string>();
  let constant: number[] | undefined;
  for (const { number, content, end } of protobufFields(bytes, from, to)) {
    if (number === NODE.input) inputs.push(decodeText(bytes, content, end));
    else if (number === NODE.output) outputs.push(decodeText(bytes, content, end));
    else if (number === NODE.operator) operator = decodeText(bytes, content, end);
    else if (number === NODE.domain) domain = decodeText(bytes, content, end);
    else if (number === NODE.attribute) {
      for (const field of protobufFields(bytes, content, end)) {
        if (field.number === ATTRIBUTE.tensor) constant = readIntegers(bytes, field.content, field.end);
        if (field.number !== ATTRIBUTE.graph && field.number !== ATTRIBUTE.graphs) continue;
        for (const name of namesRead(bytes, field.content, field.end)) captured.add(name);
      }
    }
  }
  return {
    ...{ operator, domain, inputs, outputs, captured },
    constant: operator === 'Constant' ? constant : undefined,
  };
}

/** What the nodes of a graph within a node read, and what it gives as it is. */
function namesRead(bytes: Uint8Array, from: number, to: number): string[] {
  return [...protobufFields(bytes, from, to)].flatMap(({ number, content, end }) => {
    if (number === GRAPH.output) return [readString(bytes, content, end, VALUE.name)];
    if (number !== GRAPH.node) return [];
    const { inputs, captured } = readNode(bytes, content, end);
    return [...inputs, ...captured];
  });
}

function isExternal(bytes: Uint8Array, from: number, to: number): boolean {
  for (const { number, value } of protobufFields(bytes, from, to)) {
    if (number === TENSOR.location) return value !== 0;
  }
  return false;
}

/** Numbers of a small int32 or int64 tensor; undefined for any other. */
function readIntegers(bytes: Uint8Array, from: number, to: number): number[] | undefined {
  let elements = 1;
  let type = 0;
  let raw: Uint8Array | undefined;
  let packed: Uint8Array | undefined;
  for (const { number, content, end, value } of protobufFields(bytes, from, to)) {
    if (number === TENSOR.dims) elements *= value;
    else if (number === TENSOR.dataType) type = value;
    else if (number === TENSOR.rawData) raw = bytes.subarray(content, end);
    else if (number === TENSOR.int32Data || number === TENSOR.int64Data)
      packed = bytes.subarray(content, end);
  }
  if (elements > MAX_CONSTANT_ELEMENTS || (type !== ELEMENT.int32 && type !== ELEMENT.int64))
    return undefined;
  const numbers = raw ? rawIntegers(raw, type) : packedIntegers(packed ?? new Uint8Array());
  return numbers.length === elements ? numbers : undefined;
}

function rawIntegers(raw: Uint8Array, type: number): number[] {
  const wide = type === ELEMENT.int64;
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  return Array.from({ length: Math.floor(raw.length / (wide ? 8 : 4)) }, (_, i) =>
    wide ? Number(view.getBigInt64(i * 8, true)) : view.getInt32(i * 4, true),
  );
}

/** Protobuf's packed list of signed integers. */
function packedIntegers(bytes: Uint8Array): number[] {
  const numbers: number[] = [];
  let [value, shift] = [0n, 0n];
  for (const byte of bytes) {
    value |= BigInt(byte & 127) << shift;
    shift += 7n;
    if (byte >= 128) continue;
    numbers.push(Number(BigInt.asIntN(64, value)));
    [value, shift] = [0n, 0n];
  }
  return numbers;
}
