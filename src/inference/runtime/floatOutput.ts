import type { Tensor } from 'onnxruntime-web';
import { decodeFloat16 } from '#inference/runtime/float16.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';

/** The types in which graphs take and give floats. */
export type FloatType = 'float32' | 'float16';

export const isFloatType = (type: Tensor.Type): type is FloatType => type === 'float32' || type === 'float16';

/**
 * Reads a float output as float32, from the GPU if it is there, and disposes of the tensor.
 * @throws InferenceError NOT_FINITE when it holds NaN or infinity, BAD_GRAPH when it is not a float tensor
 * @example
 * const latent = await readFloats(outputs['latent_sample']);
 */
export async function readFloats(tensor: Tensor): Promise<Float32Array> {
  return requireFinite(await fetchFloats(tensor));
}

/**
 * Like `readFloats`, but allows NaN and infinity.
 * @throws InferenceError BAD_GRAPH
 * @example
 * const logits = await fetchFloats(outputs['logits']);
 */
export async function fetchFloats(tensor: Tensor): Promise<Float32Array> {
  const data = await tensor.getData();
  tensor.dispose();
  return toFloat32(tensor.type, data);
}

/**
 * The floats of a tensor from its bytes.
 * @example
 * decodeFloats('float16', Uint16Array.of(0x3c00).buffer); // [1]
 */
export function decodeFloats(type: FloatType, bytes: ArrayBuffer): Float32Array {
  return type === 'float16' ? decodeFloat16(new Uint16Array(bytes)) : new Float32Array(bytes);
}

/**
 * Returns the floats themselves.
 * @throws InferenceError NOT_FINITE when one is NaN or infinite
 * @example
 * const logits = requireFinite(await fetchFloats(outputs['logits']));
 */
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
  // JavaScript engines with Float16Array give that instead of its bits.
  if (type === 'float16' && !Array.isArray(data))
    return Float32Array.from(data as unknown as ArrayLike<number>);
  throw new InferenceError('BAD_GRAPH', `The graph gives ${type} where floats were expected.`);
}
