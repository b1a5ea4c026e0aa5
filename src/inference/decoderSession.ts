import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { fitDecoderGraph, LENGTH_INPUT } from '#inference/decoderGraph.ts';
import { InferenceError } from '#inference/inferenceError.ts';
import {
  bytesAToken,
  cacheSlots,
  GrowingCache,
  InPlaceCache,
  type CacheSlot,
  type KeyValueCache,
} from '#inference/keyValueCache.ts';
import { LogitsReader } from '#inference/logitsReader.ts';
import type { DecoderManifest } from '#inference/manifest.ts';
import { integerTensor, tensorMetadata, type GraphBytes, type Runtime } from '#inference/runtime.ts';

export interface DecoderOptions {
  readonly io: DecoderManifest['io'];
  /** The most tokens of one sequence. */
  readonly context: number;
  /** Whether logits of every position can be asked for (`appendEach`); costs memory and time. */
  readonly everyPosition?: boolean;
}

/** Tokens fed so far, as the key-value cache that they left. */
export interface Sequence {
  /** Tokens fed so far. */
  readonly tokens: readonly number[];
  /** Feeds tokens and gives the logits [vocabulary] after the last of them. @throws InferenceError NOT_FINITE */
  append(tokens: readonly number[]): Promise<Float32Array>;
  /**
   * Feeds tokens and gives the logits after each of them, one row after the other. Only of a session made for it.
   */
  appendEach(tokens: readonly number[]): Promise<Float32Array>;
  /** Feeds tokens of which no logits are wanted: the beginning of a prompt. */
  feed(tokens: readonly number[]): Promise<void>;
  /** Forgets all but the first `length` tokens. */
  truncate(length: number): void;
  /** Gives the cache's memory back. */
  dispose(): void;
}

/**
 * A decoder graph in the transformers.js layout, compiled; starts any number of sequences. Runs come one at a
 * time, as the runtime wants it.
 */
export class DecoderSession {
  readonly #runtime: Runtime;
  readonly #session: InferenceSession;
  readonly #options: DecoderOptions;
  readonly #slots: readonly CacheSlot[];
  readonly #inPlace: boolean;
  readonly #reader: LogitsReader;
  readonly #idType: Tensor.Type;
  /** All ones: the longest attention mask, of which every run takes the beginning. */
  readonly #mask: readonly number[];

  private constructor(
    runtime: Runtime,
    session: InferenceSession,
    options: DecoderOptions,
    attendsInPlace: boolean,
  ) {
    this.#runtime = runtime;
    this.#session = session;
    this.#options = options;
    this.#slots = cacheSlots(session, options.io);
    this.#inPlace = attendsInPlace && runtime.device !== undefined;
    this.#reader = new LogitsReader(runtime.device);
    this.#idType = tensorMetadata(session, 'input', options.io.inputIds).type;
    tensorMetadata(session, 'output', options.io.logits);
    this.#mask = new Array<number>(
      session.inputNames.includes(options.io.attentionMask) ? options.context : 0,
    ).fill(1);
  }

  /** @throws InferenceError BAD_GRAPH if the file is no graph, or its inputs or outputs are not the layout's */
  static async create(runtime: Runtime, graph: GraphBytes, options: DecoderOptions): Promise<DecoderSession> {
    let fitted;
    try {
      fitted = fitDecoderGraph(graph.model, options.io, options.everyPosition ?? false);
    } catch (cause) {
      throw new InferenceError('BAD_GRAPH', 'The model file is not an ONNX graph.', { cause });
    }
    const { model, shapesOnCpu } = fitted;
    const session = await runtime.createSession({ ...graph, model, shapesOnCpu }, true);
    return new DecoderSession(runtime, session, options, fitted.attendsInPlace);
  }

  /** Bytes of cache that a token takes. */
  get bytesAToken(): number {
    return bytesAToken(this.#slots);
  }

  /** A new, empty sequence. Dispose of it before the session. */
  sequence(): Sequence {
    const { io, context } = this.#options;
    const feeds: Record<string, Tensor> = {};
    const fetches: Record<string, Tensor | null> = { [io.logits]: null };
    const cache: KeyValueCache = this.#inPlace
      ? new InPlaceCache(this.#runtime, this.#runtime.device!, this.#slots, feeds, fetches, context)
      : new GrowingCache(this.#runtime, this.#slots, feeds);
    if (!this.#inPlace) for (const { present } of this.#slots) fetches[present] = null;
    const tokens: number[] = [];
    const run = async (added: readonly number[]): Promise<Tensor> => {
      const length = tokens.length + added.length;
      if (added.length === 0 || length > context) {
        throw new InferenceError('BAD_REQUEST', `${length} tokens do not fit a context of ${context}.`);
      }
      this.#fill(feeds, tokens.length, added);
      cache.prepare(length);
      const outputs = await this.#session.run(feeds, fetches);
      cache.accept(outputs);
      tokens.push(...added);
      return outputs[io.logits]!;
    };
    return {
      tokens,
      append: async (added) => this.#reader.read(await run(added), 1),
      appendEach: async (added) => {
        if (!this.#options.everyPosition) throw new Error('this session gives the last logits only');
        return this.#reader.read(await run(added), added.length);
      },
      feed: async (added) => {
        (await run(added)).dispose();
        // Nothing is read back, so nothing else would wait for the GPU.
        await this.#runtime.device?.queue.onSubmittedWorkDone();
      },
      truncate: (length) => {
        if (length >= tokens.length) return;
        cache.truncate(length);
        tokens.length = length;
      },
      dispose: () => cache.dispose(),
    };
  }

  async dispose(): Promise<void> {
    this.#reader.dispose();
    await this.#session.release();
  }

  /** Everything but the cache. */
  #fill(feeds: Record<string, Tensor>, start: number, added: readonly number[]): void {
    const { io } = this.#options;
    const length = start + added.length;
    const integers = (values: readonly number[]) =>
      integerTensor(this.#runtime, this.#idType, values, [1, values.length]);
    const count = (value: number) => new this.#runtime.Tensor('int32', Int32Array.of(value), [1]);
    for (const name of this.#session.inputNames) {
      if (name === io.inputIds) feeds[name] = integers(added);
      else if (name === io.attentionMask) feeds[name] = integers(this.#mask.slice(0, length));
      else if (name === io.positionIds) feeds[name] = integers(added.map((_, i) => start + i));
      else if (name === io.logitsToKeep) {
        const kept = this.#options.everyPosition ? 0 : 1;
        feeds[name] = integerTensor(this.#runtime, 'int64', [kept], []);
      } else if (name === LENGTH_INPUT.lastKey) feeds[name] = count(length - 1);
      else if (name === LENGTH_INPUT.keyCount) feeds[name] = count(length);
    }
  }
}
