import { bytesAToken, cacheSlots } from '#inference/cacheSlots.ts';
import { fitDecoderGraph } from '#inference/decoderGraph.ts';
import { DecoderInputs } from '#inference/decoderInputs.ts';
import { DecoderRows, type CompiledDecoder } from '#inference/decoderRows.ts';
import { InferenceError } from '#inference/inferenceError.ts';
import { LogitsReader } from '#inference/logitsReader.ts';
import type { DecoderManifest } from '#inference/manifest.ts';
import { requireFinite, tensorMetadata, type GraphBytes, type Runtime } from '#inference/runtime.ts';

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
  /** What a session joins to others. */
  readonly rows: DecoderRows;
  /** Feeds tokens and gives the logits [vocabulary] after the last of them. @throws InferenceError NOT_FINITE */
  append(tokens: readonly number[]): Promise<Float32Array>;
  /**
   * Feeds tokens and gives the logits after each of them, one row after the other. Only of a session made for it.
   */
  appendEach(tokens: readonly number[]): Promise<Float32Array>;
  /** Feeds tokens of which no logits are wanted: the beginning of a prompt. */
  feed(tokens: readonly number[]): Promise<void>;
  /** Another sequence, which begins with the first `length` tokens of this one. */
  fork(length: number): Sequence;
  /** Memory that its cache holds. */
  readonly bytes: number;
  /** Gives the cache's memory back. */
  dispose(): void;
}

/** Sequences that grow together, a token each by a run. */
export interface SequenceBatch {
  /** Feeds each sequence its token and gives its logits [vocabulary], which may hold what is not finite. */
  append(tokens: readonly number[]): Promise<Float32Array[]>;
  /** The sequences by themselves, in the order in which they were joined; the batch is no more. */
  split(): Sequence[];
  dispose(): void;
}

/**
 * A decoder graph in the transformers.js layout, compiled; starts any number of sequences. Runs come one at a
 * time, as the runtime wants it.
 */
export class DecoderSession {
  /** Whether sequences of different lengths can be joined. */
  readonly joins: boolean;
  readonly #decoder: CompiledDecoder;
  readonly #reader: LogitsReader;
  readonly #everyPosition: boolean;

  private constructor(decoder: CompiledDecoder, everyPosition: boolean, joins: boolean) {
    this.#decoder = decoder;
    this.#reader = new LogitsReader(decoder.runtime.device);
    this.#everyPosition = everyPosition;
    this.joins = joins;
  }

  /** @throws InferenceError BAD_GRAPH if the file is no graph, or its inputs or outputs are not the layout's */
  static async create(runtime: Runtime, graph: GraphBytes, options: DecoderOptions): Promise<DecoderSession> {
    const { io, context, everyPosition = false } = options;
    let fitted;
    try {
      fitted = fitDecoderGraph(graph.model, io, everyPosition);
    } catch (cause) {
      throw new InferenceError('BAD_GRAPH', 'The model file is not an ONNX graph.', { cause });
    }
    const { model, shapesOnCpu, attendsInPlace, padding = 'left' } = fitted;
    const session = await runtime.createSession({ ...graph, model, shapesOnCpu }, true);
    const decoder: CompiledDecoder = {
      runtime,
      session,
      inputs: new DecoderInputs(runtime, session, io, padding, everyPosition ? 0 : 1),
      slots: cacheSlots(session, io),
      logits: tensorMetadata(session, 'output', io.logits).name,
      context,
      inPlace: attendsInPlace && runtime.device !== undefined,
      padding,
    };
    return new DecoderSession(decoder, everyPosition, fitted.padding !== undefined);
  }

  /** Bytes of cache that a token takes. */
  get bytesAToken(): number {
    return bytesAToken(this.#decoder.slots);
  }

  /** A new, empty sequence. Dispose of it before the session. */
  sequence(): Sequence {
    return this.#sequenceOf(DecoderRows.empty(this.#decoder));
  }

  /** Sequences as one batch; they are no more. Several only of a session that joins. */
  join(sequences: readonly Sequence[]): SequenceBatch {
    if (sequences.length > 1 && !this.joins) throw new Error('this graph takes one sequence at a time');
    const rows = DecoderRows.join(sequences.map((sequence) => sequence.rows));
    return {
      append: async (tokens) => {
        const logits = await rows.run(tokens.map((token) => [token]));
        const all = await this.#reader.read(logits, tokens.length);
        const vocabulary = all.length / tokens.length;
        return tokens.map((_, row) => all.subarray(row * vocabulary, (row + 1) * vocabulary));
      },
      split: () => rows.split().map((row) => this.#sequenceOf(row)),
      dispose: () => rows.dispose(),
    };
  }

  async dispose(): Promise<void> {
    this.#reader.dispose();
    await this.#decoder.session.release();
  }

  #sequenceOf(rows: DecoderRows): Sequence {
    const read = async (added: readonly number[], count: number) =>
      requireFinite(await this.#reader.read(await rows.run([added]), count));
    return {
      rows,
      tokens: rows.tokens[0]!,
      append: (added) => read(added, 1),
      appendEach: (added) => {
        if (!this.#everyPosition) throw new Error('this session gives the last logits only');
        return read(added, added.length);
      },
      feed: async (added) => {
        (await rows.run([added])).dispose();
        // Nothing is read back, so nothing else would wait for the GPU.
        await this.#decoder.runtime.device?.queue.onSubmittedWorkDone();
      },
      fork: (length) => this.#sequenceOf(rows.fork(length)),
      get bytes() {
        return rows.bytes;
      },
      dispose: () => rows.dispose(),
    };
  }
}
