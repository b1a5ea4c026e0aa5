import { relativeL2 } from '#inference/conformance/relativeL2.ts';
import { readFloats } from '#inference/runtime/floatOutput.ts';
import { numberTensor } from '#inference/runtime/inputTensor.ts';
import type { Runtime } from '#inference/runtime/runtime.ts';
import { normals, STREAM } from '#protocol/draw/counterRandom.ts';

/** Shape of the graph in `attention-probe.onnx`. */
export const ATTENTION_PROBE_SIZES = { heads: 2, keyValueHeads: 1, headSize: 32 } as const;
/** From 32 on, ONNX Runtime takes its flash attention kernel, the one that needs proof. */
const LENGTH = 40;
const SEED = 1;
/** Twice a normal's spread: attention that looks at few keys, where a wrong one shows. */
const SPREAD = 2;

/**
 * How far the runtime's causal attention is from float64 on the CPU, as relative L2.
 * @example
 * if ((await probeAttention(runtime, attentionModel)) > 1e-3) throw new Error('This GPU driver is wrong.');
 */
export async function probeAttention(runtime: Runtime, model: Uint8Array): Promise<number> {
  const { heads, keyValueHeads, headSize } = ATTENTION_PROBE_SIZES;
  const random = (position: number, width: number) =>
    normals(SEED, STREAM.initialNoise, position, LENGTH * width).map((x) => x * SPREAD);
  const query = random(0, heads * headSize);
  const key = random(1, keyValueHeads * headSize);
  const value = random(2, keyValueHeads * headSize);
  const floats = (data: Float32Array, dims: readonly number[]) =>
    numberTensor(runtime, 'float32', data, dims);
  const noPast = () => floats(new Float32Array(0), [1, keyValueHeads, 0, headSize]);

  const session = await runtime.createSession({ model, externalData: [] }, false);
  try {
    const outputs = await session.run({
      query: floats(query, [1, LENGTH, heads * headSize]),
      key: floats(key, [1, LENGTH, keyValueHeads * headSize]),
      value: floats(value, [1, LENGTH, keyValueHeads * headSize]),
      past_key: noPast(),
      past_value: noPast(),
      last_key: new runtime.Tensor('int32', Int32Array.of(LENGTH - 1), [1]),
      key_count: new runtime.Tensor('int32', Int32Array.of(LENGTH), [1]),
    });
    const actual = await readFloats(outputs.attention!);
    return relativeL2(actual, causalAttention(query, key, value));
  } finally {
    await session.release();
  }
}

/** softmax(q kᵀ / √d) v over the keys up to each query, all heads sharing their group's keys; float64. */
function causalAttention(query: Float32Array, key: Float32Array, value: Float32Array): Float64Array {
  const { heads, keyValueHeads, headSize } = ATTENTION_PROBE_SIZES;
  const out = new Float64Array(query.length);
  for (let at = 0; at < LENGTH; at++) {
    for (let head = 0; head < heads; head++) {
      const queryStart = (at * heads + head) * headSize;
      const group = Math.floor((head * keyValueHeads) / heads);
      const keyStart = (position: number) => (position * keyValueHeads + group) * headSize;
      const scores = Array.from({ length: at + 1 }, (_, position) => {
        let dot = 0;
        for (let i = 0; i < headSize; i++) dot += query[queryStart + i]! * key[keyStart(position) + i]!;
        return dot / Math.sqrt(headSize);
      });
      const highest = Math.max(...scores);
      const weights = scores.map((score) => Math.exp(score - highest));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      weights.forEach((weight, position) => {
        for (let i = 0; i < headSize; i++)
          out[queryStart + i]! += (weight / total) * value[keyStart(position) + i]!;
      });
    }
  }
  return out;
}
