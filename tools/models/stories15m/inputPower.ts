import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { LlamaCheckpoint } from '#tools/models/llama/llama2Checkpoint.ts';
import { buildLlamaGraph } from '#tools/models/llama/llamaGraph.ts';
import { DATA_TYPE, encodeOnnx } from '#tools/models/onnx/onnxFile.ts';

/**
 * Mean square of each column of the linear layers' inputs while the model reads these texts. It tells how
 * much an error in a weight of that column weighs.
 * @returns by the name of the layer's input in the graph
 */
export async function measureInputPower(
  model: LlamaCheckpoint,
  texts: readonly (readonly number[])[],
): Promise<Map<string, Float64Array>> {
  const { heads, dim, layers } = model.sizes;
  const graph = buildLlamaGraph(model, 'float32');
  const products = graph.graph.node.filter(({ op_type }) => op_type === 'MatMul');
  const names = [...new Set(products.map(({ input }) => input[0]!))];
  const shape = {
    dim: [{ dim_param: 'batch_size' }, { dim_param: 'sequence_length' }, { dim_param: 'width' }],
  };
  for (const name of names) {
    graph.graph.output.push({ name, type: { tensor_type: { elem_type: DATA_TYPE.float32, shape } } });
  }
  const session = await InferenceSession.create(encodeOnnx(graph), { intraOpNumThreads: 1 });
  const power = new Map<string, Float64Array>();
  let rows = 0;
  for (const text of texts) {
    const integers = (values: readonly number[]) =>
      new Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);
    const feeds: Record<string, Tensor> = {
      input_ids: integers(text),
      attention_mask: integers(text.map(() => 1)),
      position_ids: integers(text.map((_, i) => i)),
    };
    for (const name of session.inputNames) {
      feeds[name] ??= new Tensor('float32', new Float32Array(0), [1, heads, 0, dim / heads]);
    }
    const outputs = await session.run(feeds, names);
    rows += text.length;
    for (const name of names) {
      const { data, dims } = outputs[name]!;
      const width = dims.at(-1)!;
      const sums = power.get(name) ?? new Float64Array(width);
      (data as Float32Array).forEach((value, i) => (sums[i % width]! += value * value));
      power.set(name, sums);
    }
  }
  await session.release();
  if (names.length !== 4 * layers + 1)
    throw new Error(`Found ${names.length} inputs of linear layers instead of ${4 * layers + 1}.`);
  for (const sums of power.values()) sums.forEach((sum, i) => (sums[i] = sum / rows));
  return power;
}
