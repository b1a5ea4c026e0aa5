import { AutoModelForCausalLM, env, Tensor } from '@huggingface/transformers';

/** Greedy answers of `@huggingface/transformers` in Node, on the CPU, for a model folder below `root`. */
export async function openNodeTransformers(
  root: string,
  id: string,
): Promise<(prompt: readonly number[], count: number) => Promise<number[]>> {
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.localModelPath = root;
  const model = await AutoModelForCausalLM.from_pretrained(id, {
    device: 'cpu',
    dtype: 'fp32',
    use_external_data_format: false,
  });
  return async (prompt, count) => {
    const dims = [1, prompt.length];
    const tokens: number[] = [];
    await model.generate({
      inputs: new Tensor('int64', BigInt64Array.from(prompt, BigInt), dims),
      attention_mask: new Tensor('int64', new BigInt64Array(prompt.length).fill(1n), dims),
      max_new_tokens: count,
      do_sample: false,
      streamer: { put: ([added]) => void tokens.push(Number(added![0])), end: () => undefined },
    });
    // The streamer gets the prompt first.
    return tokens.slice(1);
  };
}
