import type { Tensor } from 'onnxruntime-web';
import { encodeFloat16 } from '#inference/runtime/float16.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import type { Runtime } from '#inference/runtime/runtime.ts';

/**
 * A tensor of numbers in the type that the input takes: float32, float16 or, for timesteps, int64.
 * @throws InferenceError BAD_GRAPH when the input takes another type
 * @example
 * numberTensor(runtime, 'float16', Float32Array.of(1, 2), [1, 2]);
 */
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
      throw new InferenceError('BAD_GRAPH', `The graph takes ${type} where a float tensor was expected.`);
  }
}

/**
 * A tensor of integers, such as token ids, in the type that the input takes: int64 or int32.
 * @throws InferenceError BAD_GRAPH when the input takes another type
 * @example
 * integerTensor(runtime, 'int64', [1, 42], [1, 2]);
 */
export function integerTensor(
  runtime: Runtime,
  type: Tensor.Type,
  values: readonly number[],
  dims: readonly number[],
): Tensor {
  if (type === 'int64') return new runtime.Tensor('int64', BigInt64Array.from(values, BigInt), dims);
  if (type === 'int32') return new runtime.Tensor('int32', Int32Array.from(values), dims);
  throw new InferenceError('BAD_GRAPH', `The graph takes ${type} where token ids were expected.`);
}
