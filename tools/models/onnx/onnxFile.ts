import { readFileSync } from 'node:fs';
import protobuf from 'protobufjs';

/** Element types of ONNX's TensorProto.DataType. */
export const DATA_TYPE = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9, float16: 10 } as const;
export type DataType = (typeof DATA_TYPE)[keyof typeof DATA_TYPE];

/** Kinds of ONNX's AttributeProto.AttributeType. */
export const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, tensor: 4, floats: 6, ints: 7 } as const;

export interface TensorProto {
  name: string;
  dims: number[];
  data_type: number;
  raw_data: Uint8Array;
  external_data?: { key: string; value: string }[];
  /** 1: the values are in `external_data`. */
  data_location?: number;
  float_data?: number[];
  int32_data?: number[];
  int64_data?: number[];
}

export interface AttributeProto {
  name: string;
  type: number;
  f?: number;
  i?: number;
  s?: Uint8Array;
  t?: TensorProto;
  floats?: number[];
  ints?: number[];
}

export interface NodeProto {
  input: string[];
  output: string[];
  name: string;
  op_type: string;
  domain: string;
  attribute: AttributeProto[];
}

export interface ValueInfoProto {
  name: string;
  type: { tensor_type: { elem_type: number; shape: { dim: { dim_value?: number; dim_param?: string }[] } } };
}

export interface ModelProto {
  ir_version: number;
  producer_name: string;
  opset_import: { domain: string; version: number }[];
  graph: {
    name: string;
    node: NodeProto[];
    initializer: TensorProto[];
    input: ValueInfoProto[];
    output: ValueInfoProto[];
  };
}

// Integers stay JavaScript numbers: dimensions, axes and versions are far below 2^53.
const modelType = protobuf
  .parse(readFileSync(new URL('./onnx.proto', import.meta.url), 'utf8'), { keepCase: true })
  .root.lookupType('onnx.ModelProto');

/** The bytes of an `.onnx` file. */
export function encodeOnnx(model: ModelProto): Uint8Array {
  return modelType.encode(modelType.fromObject(model)).finish();
}

/**
 * Decodes an `.onnx` file. It drops fields that the conversions do not use, such as subgraphs and functions.
 */
export function decodeOnnx(bytes: Uint8Array): ModelProto {
  return modelType.toObject(modelType.decode(bytes), {
    longs: Number,
    arrays: true,
    defaults: false,
  }) as ModelProto;
}
