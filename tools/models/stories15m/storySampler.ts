import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { InferenceSession as Sessions, Tensor as Tensors } from 'onnxruntime-node';
import { argmax } from '#inference/sampling/tokenSampling.ts';
import { philox4x32 } from '#protocol/draw/counterRandom.ts';
import type { LlamaCheckpoint } from '#tools/models/llama/llama2Checkpoint.ts';
import { buildLlamaGraph } from '#tools/models/llama/llamaGraph.ts';
import { encodeOnnx } from '#tools/models/onnx/onnxFile.ts';

/** Sequences in a batch: large enough for the matrix products, small enough for memory. */
const BATCH_SIZE = 64;

export interface SampledPosition {
  /** Logits [outputs] before the token was drawn. */
  readonly logits: Float32Array;
  readonly token: number;
  /** The likeliest token. */
  readonly best: number;
  /** ln Σ exp(logits): a token's logit less this is its log probability. */
  readonly logSum: number;
}

export interface StoryOptions {
  /** Tokens to write after each prompt. */
  readonly length: number;
  /** A seed samples at temperature 1; 'greedy' takes the likeliest token. */
  readonly seed: number | 'greedy';
  /** Sees every position as it is drawn, with the index of its prompt. */
  readonly onPosition?: (position: SampledPosition, sequence: number) => void;
}

/**
 * Writes with the float32 model, many sequences at a time. The training texts were joined by the start token,
 * so a sequence that ends its story begins another.
 */
export class StorySampler {
  readonly #session: InferenceSession;
  readonly #model: LlamaCheckpoint;

  private constructor(session: InferenceSession, model: LlamaCheckpoint) {
    this.#session = session;
    this.#model = model;
  }

  static async create(model: LlamaCheckpoint): Promise<StorySampler> {
    const session = await Sessions.create(encodeOnnx(buildLlamaGraph(model, 'float32')), {
      intraOpNumThreads: 1,
    });
    return new StorySampler(session, model);
  }

  /**
   * Continues every prompt.
   * @param prompts all of one length
   * @returns the new tokens, by prompt
   */
  async write(prompts: readonly (readonly number[])[], options: StoryOptions): Promise<number[][]> {
    const written: number[][] = [];
    for (let first = 0; first < prompts.length; first += BATCH_SIZE) {
      written.push(...(await this.#writeBatch(prompts.slice(first, first + BATCH_SIZE), first, options)));
    }
    return written;
  }

  /** @param first index of the batch's first prompt */
  async #writeBatch(
    prompts: readonly (readonly number[])[],
    first: number,
    { length, seed, onPosition }: StoryOptions,
  ): Promise<number[][]> {
    const vocabulary = this.#model.sizes.outputs;
    const written: number[][] = prompts.map(() => []);
    let cache = this.#emptyCache(prompts.length);
    let fed = prompts;
    let past = 0;
    for (let at = 0; at < length; at++) {
      const count = fed[0]!.length;
      const outputs = await this.#session.run({ ...cache, ...inputsOf(fed, past) });
      past += count;
      cache = Object.fromEntries(
        Object.keys(cache).map((name) => [name, outputs[name.replace('past_key_values', 'present')]!]),
      );
      const all = outputs.logits!.data as Float32Array;
      fed = prompts.map((_, row) => {
        const end = (row + 1) * count * vocabulary;
        const logits = all.subarray(end - vocabulary, end);
        const drawn = draw(logits, seed === 'greedy' ? undefined : uniform(seed, first + row, at));
        onPosition?.(drawn, first + row);
        written[row]!.push(drawn.token);
        return [drawn.token];
      });
    }
    return written;
  }

  #emptyCache(batchSize: number): Record<string, Tensor> {
    const { heads, dim, layers } = this.#model.sizes;
    const cache: Record<string, Tensor> = {};
    for (let layer = 0; layer < layers; layer++) {
      for (const part of ['key', 'value']) {
        const dims = [batchSize, heads, 0, dim / heads];
        cache[`past_key_values.${layer}.${part}`] = new Tensors('float32', new Float32Array(0), dims);
      }
    }
    return cache;
  }

  async dispose(): Promise<void> {
    await this.#session.release();
  }
}

/** Inputs of a run that feeds these tokens, by row, after `past` others. */
function inputsOf(fed: readonly (readonly number[])[], past: number): Record<string, Tensor> {
  const count = fed[0]!.length;
  const integers = (columns: number, value: (row: number, column: number) => number) =>
    new Tensors(
      'int64',
      BigInt64Array.from({ length: fed.length * columns }, (_, i) =>
        BigInt(value(Math.floor(i / columns), i % columns)),
      ),
      [fed.length, columns],
    );
  return {
    input_ids: integers(count, (row, column) => fed[row]![column]!),
    attention_mask: integers(past + count, () => 1),
    position_ids: integers(count, (_, column) => past + column),
  };
}

function uniform(seed: number, sequence: number, position: number): number {
  return philox4x32([sequence, position, 0, 0], [seed, 0])[0] / 2 ** 32;
}

/** A token this much below the likeliest one has no weight in a float32 sum. */
const NEGLIGIBLE = 25;

/** Takes the likeliest token (no `unit`), or the one at which the cumulative probability passes `unit`. */
function draw(logits: Float32Array, unit: number | undefined): SampledPosition {
  const best = argmax(logits);
  const most = logits[best]!;
  let total = 0;
  for (let id = 0; id < logits.length; id++) {
    if (logits[id]! > most - NEGLIGIBLE) total += Math.exp(logits[id]! - most);
  }
  let token = best;
  if (unit !== undefined) {
    let left = unit * total;
    for (let id = 0; id < logits.length && left >= 0; id++) {
      if (logits[id]! <= most - NEGLIGIBLE) continue;
      left -= Math.exp(logits[id]! - most);
      token = id;
    }
  }
  return { logits, token, best, logSum: most + Math.log(total) };
}
