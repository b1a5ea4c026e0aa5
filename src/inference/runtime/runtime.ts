import type { InferenceSession, Tensor, TensorConstructor } from 'onnxruntime-web';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import { decodeFloat16, encodeFloat16 } from '#inference/runtime/float16.ts';

/**
 * The bytes of one graph; external data by the path that the graph calls it. A blob lies on disk until the
 * runtime reads it: piece by piece in onnxruntime-web's JSPI build, whole in the others.
 */
export interface GraphBytes {
  readonly model: Uint8Array;
  /** Sizes for dimensions that the graph leaves open. */
  readonly dimensions?: Readonly<Record<string, number>> | undefined;
  readonly externalData: readonly { readonly path: string; readonly data: Uint8Array | Blob }[];
  /** Looked at and found to leave nothing but sums on shapes to the CPU, so that it may. */
  readonly shapesOnCpu?: boolean;
}

/**
 * ONNX Runtime as the pipelines see it: onnxruntime-web and onnxruntime-node share these types. Calls come
 * one at a time, as onnxruntime-web needs.
 */
export interface Runtime {
  readonly Tensor: TensorConstructor;
  /** The GPU on which sessions run, if they run on one. */
  readonly device?: GPUDevice;
  /** @param keepOutputs leave outputs where they were computed (GPU); read with `readFloats` */
  createSession(graph: GraphBytes, keepOutputs: boolean): Promise<InferenceSession>;
}

/** @throws InferenceError BAD_GRAPH if the graph has no such tensor input or output */
export function tensorMetadata(
  session: InferenceSession,
  side: 'input' | 'output',
  name: string,
): InferenceSession.TensorValueMetadata {
  const all = side === 'input' ? session.inputMetadata : session.outputMetadata;
  const found = all.find((value) => value.name === name);
  if (!found?.isTensor) throw new InferenceError('BAD_GRAPH', `The graph has no ${side} named ${name}.`);
  return found;
}

/** A float tensor in the type that the input wants: float32, float16 or, for time steps, int64. */
export function numberTensor(
  runtime: Runtime,
  type: Tensor.Type,
  values: Float32Array,
  dims: readonly number[],
): Tensor {
  switch (type) {
    case 'float32':
      return new runtime.Tensor('float32', values, dims);
    case 'float16':
      return new runtime.Tensor('float16', encodeFloat16(values), dims);
    case 'int64':
      return new runtime.Tensor(
        'int64',
        BigInt64Array.from(values, (value) => BigInt(Math.round(value))),
        dims,
      );
    default:
      throw new InferenceError('BAD_GRAPH', `The graph wants ${type} where a float tensor was expected.`);
  }
}

/** Bytes of a buffer that holds so many: ONNX Runtime binds buffers in steps of 16. */
export const bindableBytes = (bytes: number): number => Math.ceil(bytes / 16) * 16;

/** What graphs take and give numbers as. */
export type FloatType = 'float32' | 'float16';
export const isFloatType = (type: Tensor.Type): type is FloatType => type === 'float32' || type === 'float16';

export const ELEMENT_BYTES = { float32: 4, float16: 2, int32: 4, int64: 8 } as const;

/** Room on the GPU, which goes when the tensor is disposed of. */
export function emptyGpuTensor(
  { Tensor }: Runtime,
  device: GPUDevice,
  type: keyof typeof ELEMENT_BYTES,
  dims: readonly number[],
): Tensor {
  const length = dims.reduce((product, size) => product * size, 1);
  const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
  const usage = STORAGE | COPY_SRC | COPY_DST;
  const buffer = device.createBuffer({ size: bindableBytes(length * ELEMENT_BYTES[type]), usage });
  return Tensor.fromGpuBuffer(buffer, { dataType: type, dims, dispose: () => buffer.destroy() });
}

/** Token ids in the type that the input wants: int64 or int32. */
export function integerTensor(
  runtime: Runtime,
  type: Tensor.Type,
  values: readonly number[],
  dims: readonly number[],
): Tensor {
  if (type === 'int64') return new runtime.Tensor('int64', BigInt64Array.from(values, BigInt), dims);
  if (type === 'int32') return new runtime.Tensor('int32', Int32Array.from(values), dims);
  throw new InferenceError('BAD_GRAPH', `The graph wants ${type} where token ids were expected.`);
}

/**
 * A float output as float32, fetched from the GPU if it lies there; the tensor is given back.
 * @throws InferenceError NOT_FINITE, BAD_GRAPH
 */
export async function readFloats(tensor: Tensor): Promise<Float32Array> {
  return requireFinite(await fetchFloats(tensor));
}

/** As `readFloats`, whatever the numbers are. @throws InferenceError BAD_GRAPH */
export async function fetchFloats(tensor: Tensor): Promise<Float32Array> {
  const data = await tensor.getData();
  tensor.dispose();
  return toFloat32(tensor.type, data);
}

/** @throws InferenceError NOT_FINITE */
export function requireFinite(floats: Float32Array): Float32Array {
  for (let at = 0; at < floats.length; at++) {
    if (!Number.isFinite(floats[at]))
      throw new InferenceError('NOT_FINITE', 'The model gave NaN or infinity.');
  }
  return floats;
}

function toFloat32(type: Tensor.Type, data: Tensor.DataType): Float32Array {
  if (data instanceof Float32Array) return data;
  if (type === 'float16' && data instanceof Uint16Array) return decodeFloat16(data);
  // Engines with Float16Array hand that out instead of its bits.
  if (type === 'float16' && !Array.isArray(data))
    return Float32Array.from(data as unknown as ArrayLike<number>);
  throw new InferenceError('BAD_GRAPH', `The graph gives ${type} where floats were expected.`);
}
