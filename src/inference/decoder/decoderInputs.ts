import type { InferenceSession, Tensor } from 'onnxruntime-web';
import type { Padding } from '#inference/decoder/cacheRows.ts';
import { LENGTH_INPUT, LOGITS_FROM_INPUT } from '#inference/decoder/decoderGraph.ts';
import type { DecoderManifest } from '#inference/manifest/decoderManifest.ts';
import { integerTensor } from '#inference/runtime/inputTensor.ts';
import type { Runtime } from '#inference/runtime/runtime.ts';
import { tensorMetadata } from '#inference/runtime/tensorMetadata.ts';

/** What one run of a decoder feeds. */
export interface DecoderFeed {
  /** How many tokens of each row the KV cache holds. */
  readonly starts: readonly number[];
  /** The new tokens of each row, as many as of any other. */
  readonly added: readonly (readonly number[])[];
  /** For how many of the last new tokens logits are wanted. A graph may give more. */
  readonly wanted: number;
  /**
   * The new tokens [rows, 1] on the GPU, if the CPU has not read them: `added` then only gives their number.
   */
  readonly ids?: Tensor | undefined;
}

/**
 * Makes all inputs of a run but the KV cache: token ids, mask, positions, lengths and which logits to
 * compute.
 * @example
 * const inputs = new DecoderInputs(runtime, session, DECODER_IO, 'left');
 * inputs.fill(feeds, { starts: [0], added: [[1, 42]], wanted: 1 });
 */
export class DecoderInputs {
  readonly #runtime: Runtime;
  readonly #names: readonly string[];
  readonly #io: DecoderManifest['io'];
  readonly #padding: Padding;
  /** The type in which the graph takes token ids. */
  readonly idType: Tensor.Type;

  /** @throws InferenceError BAD_GRAPH when the graph takes no token ids */
  constructor(runtime: Runtime, session: InferenceSession, io: DecoderManifest['io'], padding: Padding) {
    this.#runtime = runtime;
    this.#names = session.inputNames;
    this.#io = io;
    this.idType = tensorMetadata(session, 'input', io.inputIds).type;
    this.#padding = padding;
  }

  /** Sets the inputs in `feeds`. */
  fill(feeds: Record<string, Tensor>, { starts, added, wanted, ids }: DecoderFeed): void {
    const count = added[0]!.length;
    const width = Math.max(...starts) + count;
    const rows = (values: readonly number[]) =>
      integerTensor(this.#runtime, this.idType, values, [starts.length, values.length / starts.length]);
    const counts = (values: readonly number[]) =>
      new this.#runtime.Tensor('int32', Int32Array.from(values), [values.length]);
    const io = this.#io;
    for (const name of this.#names) {
      if (name === io.inputIds) feeds[name] = ids ?? rows(added.flat());
      else if (name === io.attentionMask)
        feeds[name] = rows(starts.flatMap((start) => this.#mask(start + count, width)));
      else if (name === io.positionIds) {
        feeds[name] = rows(starts.flatMap((start, row) => added[row]!.map((_, i) => start + i)));
      } else if (name === io.logitsToKeep) {
        feeds[name] = integerTensor(this.#runtime, 'int64', [wanted], []);
      } else if (name === LOGITS_FROM_INPUT) {
        feeds[name] = integerTensor(this.#runtime, 'int64', [-wanted], [1]);
      } else if (name === LENGTH_INPUT.lastKey)
        feeds[name] = counts(starts.map((start) => start + count - 1));
      else if (name === LENGTH_INPUT.keyCount) feeds[name] = counts([width]);
    }
  }

  #mask(length: number, width: number): number[] {
    const ones = new Array<number>(width).fill(1);
    return this.#padding === 'left' ? ones.fill(0, 0, width - length) : ones.fill(0, length);
  }
}
