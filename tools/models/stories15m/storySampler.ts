import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { InferenceSession as Sessions, Tensor as Tensors } from 'onnxruntime-node';
import { philox4x32 } from '#protocol/draw/counterRandom.ts';
import type { LlamaCheckpoint } from '../llama/llama2Checkpoint.ts';
import { buildLlamaGraph } from '../llama/llamaGraph.ts';
import { encodeOnnx } from '../onnx/onnxFile.ts';

/** Sequences that go through the model together: large enough for matrix products, small enough for memory. */
const BATCH = 64;

export interface SampledPosition {
  /** Logits [outputs] before the token was drawn. */
  readonly logits: Float32Array;
  readonly token: number;
  /** The likeliest token. */
  readonly best: number;
  /** ln Σ exp(logits): a token's logit less this is its log probability. */
  readonly logSum: number;
}

/**
 * Lets the float32 model write at temperature 1, many sequences at a time; or greedily. The training texts were
 * joined by the start token, so a sequence that ends its story begins another.
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
   * Continues every prompt by `length` tokens; prompts of one call have one length.
   * @param seed a seed draws at temperature 1; 'greedy' takes the likeliest
   * @param onPosition sees every position as it is drawn
   */
  async write(
    prompts: readonly (readonly number[])[],
    length: number,
    seed: number | 'greedy',
    onPosition: (position: SampledPosition, sequence: number) => void = () => undefined,
  ): Promise<number[][]> {
    const written: number[][] = [];
    for (let from = 0; from < prompts.length; from += BATCH) {
      const part = prompts.slice(from, from + BATCH);
      written.push(...(await this.#writeBatch(part, length, seed, from, onPosition)));
    }
    return written;
  }

  async #writeBatch(
    prompts: readonly (readonly number[])[],
    length: number,
    seed: number | 'greedy',
    first: number,
    onPosition: (position: SampledPosition, sequence: number) => void,
  ): Promise<number[][]> {
    const { outputs: width, heads, dim, layers } = this.#model.sizes;
    const batch = prompts.length;
    const written: number[][] = prompts.map(() => []);
    let cache: Record<string, Tensor> = {};
    for (let layer = 0; layer < layers; layer++) {
      for (const part of ['key', 'value']) {
        cache[`past_key_values.${layer}.${part}`] = new Tensors('float32', new Float32Array(0), [
          batch,
          heads,
          0,
          dim / heads,
        ]);
      }
    }
    let fed = prompts;
    let past = 0;
    for (let at = 0; at < length; at++) {
      const steps = fed[0]!.length;
      const integers = (rows: number, columns: number, value: (row: number, column: number) => number) =>
        new Tensors(
          'int64',
          BigInt64Array.from({ length: rows * columns }, (_, i) =>
            BigInt(value(Math.floor(i / columns), i % columns)),
          ),
          [rows, columns],
        );
      const outputs = await this.#session.run({
        ...cache,
        input_ids: integers(batch, steps, (row, column) => fed[row]![column]!),
        attention_mask: integers(batch, past + steps, () => 1),
        position_ids: integers(batch, steps, (_, column) => past + column),
      });
      past += steps;
      cache = Object.fromEntries(
        Object.keys(cache).map((name) => [name, outputs[name.replace('past_key_values', 'present')]!]),
      );
      const all = outputs.logits!.data as Float32Array;
      fed = prompts.map((_, row) => {
        const end = (row + 1) * steps * width;
        const logits = all.subarray(end - width, end);
        const drawn = draw(logits, seed === 'greedy' ? undefined : uniform(seed, first + row, at));
        onPosition(drawn, first + row);
        written[row]!.push(drawn.token);
        return [drawn.token];
      });
    }
    return written;
  }

  async dispose(): Promise<void> {
    await this.#session.release();
  }
}

function uniform(seed: number, sequence: number, position: number): number {
  return philox4x32([sequence, position, 0, 0], [seed, 0])[0] / 2 ** 32;
}

/** Below the likeliest by this much a word has no weight in a float32 sum. */
const NEGLIGIBLE = 25;

/** Takes the likeliest (no `unit`), or the word at which the cumulated probability passes `unit`. */
function draw(logits: Float32Array, unit: number | undefined): SampledPosition {
  let best = 0;
  for (let id = 1; id < logits.length; id++) if (logits[id]! > logits[best]!) best = id;
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
