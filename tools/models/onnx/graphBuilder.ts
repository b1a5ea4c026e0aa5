import {
  ATTRIBUTE_TYPE,
  type AttributeProto,
  DATA_TYPE,
  type DataType,
  type ModelProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from '#tools/models/onnx/onnxFile.ts';

/** An operator outside the ONNX standard. */
export interface CustomOperator {
  readonly type: string;
  readonly domain: string;
}

const MICROSOFT = 'com.microsoft';

/** An operator that ONNX Runtime itself adds to the standard. */
export const microsoft = (type: string): CustomOperator => ({ type, domain: MICROSOFT });

type AttributeValue = number | string | readonly number[] | { readonly float: number };
type TypedData = Float32Array | Int32Array | BigInt64Array | Uint8Array | Uint16Array;

function dataTypeOf(data: TypedData): DataType {
  if (data instanceof Float32Array) return DATA_TYPE.float32;
  if (data instanceof Int32Array) return DATA_TYPE.int32;
  if (data instanceof BigInt64Array) return DATA_TYPE.int64;
  if (data instanceof Uint16Array) return DATA_TYPE.float16;
  return DATA_TYPE.uint8;
}

function attribute(name: string, value: AttributeValue): AttributeProto {
  if (typeof value === 'string') {
    return { name, type: ATTRIBUTE_TYPE.string, s: new TextEncoder().encode(value) };
  }
  if (typeof value === 'number') return { name, type: ATTRIBUTE_TYPE.int, i: value };
  if ('float' in value) return { name, type: ATTRIBUTE_TYPE.float, f: value.float };
  return { name, type: ATTRIBUTE_TYPE.ints, ints: [...value] };
}

/**
 * Builds one graph. Most methods return the name of the value that they add.
 * @example
 * const g = new GraphBuilder();
 * g.output(g.node('Relu', [g.input('x', DATA_TYPE.float32, [4])], 'y'), DATA_TYPE.float32, [4]);
 * const model = g.build('relu');
 */
export class GraphBuilder {
  readonly #nodes: NodeProto[] = [];
  readonly #initializers = new Map<string, TensorProto>();
  readonly #inputs: ValueInfoProto[] = [];
  readonly #outputs: ValueInfoProto[] = [];

  /** A weight or constant; a Uint16Array holds float16 values. */
  constant(name: string, data: TypedData, dims: readonly number[]): string {
    const count = dims.reduce((product, dim) => product * dim, 1);
    if (count !== data.length)
      throw new RangeError(`${name} has ${data.length} values for the shape [${dims}].`);
    this.#initializers.set(name, {
      name,
      dims: [...dims],
      data_type: dataTypeOf(data),
      raw_data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    });
    return name;
  }

  /** A constant shape or list of axes. */
  integers(values: readonly number[]): string {
    return this.constant(`integers_${values.join('_')}`, BigInt64Array.from(values.map(BigInt)), [
      values.length,
    ]);
  }

  input(name: string, type: DataType, shape: readonly (number | string)[]): string {
    this.#inputs.push(valueInfo(name, type, shape));
    return name;
  }

  output(name: string, type: DataType, shape: readonly (number | string)[]): void {
    this.#outputs.push(valueInfo(name, type, shape));
  }

  /** A node with one output, named `output`. An empty input name omits an optional input. */
  node(
    operator: string | CustomOperator,
    inputs: readonly string[],
    output: string,
    attributes: Readonly<Record<string, AttributeValue>> = {},
  ): string {
    this.nodes(operator, inputs, [output], attributes);
    return output;
  }

  /** A node with several outputs. */
  nodes(
    operator: string | CustomOperator,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
  ): void {
    const { type, domain } = typeof operator === 'string' ? { type: operator, domain: '' } : operator;
    this.#nodes.push({
      op_type: type,
      domain,
      name: `${outputs[0]}/${type}`,
      input: [...inputs],
      output: [...outputs],
      attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
    });
  }

  build(name: string): ModelProto {
    return {
      // onnxruntime 1.18 and later read IR 10 with opset 21.
      ir_version: 10,
      producer_name: 'cuckoo',
      opset_import: [
        { domain: '', version: 21 },
        { domain: MICROSOFT, version: 1 },
      ],
      graph: {
        name,
        node: this.#nodes,
        initializer: [...this.#initializers.values()],
        input: this.#inputs,
        output: this.#outputs,
      },
    };
  }
}

function valueInfo(name: string, elementType: DataType, shape: readonly (number | string)[]): ValueInfoProto {
  const dim = shape.map((size) => (typeof size === 'number' ? { dim_value: size } : { dim_param: size }));
  return { name, type: { tensor_type: { elem_type: elementType, shape: { dim } } } };
}
