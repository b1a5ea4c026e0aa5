import { bytesAToken, cacheSlots } from '#inference/decoder/cacheSlots.ts';
import { fitDecoderGraph } from '#inference/decoder/decoderGraph.ts';
import { DecoderInputs } from '#inference/decoder/decoderInputs.ts';
import { DecoderRows, type CompiledDecoder } from '#inference/decoder/decoderRows.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import { GpuSampler } from '#inference/sampling/gpuSampler.ts';
import { LogitsReader } from '#inference/decoder/logitsReader.ts';
import type { DecoderManifest } from '#inference/manifest/manifest.ts';
import { RunAhead } from '#inference/decoder/runAhead.ts';
import { RunTimes } from '#inference/decoder/runTimes.ts';
import { requireFinite, tensorMetadata, type GraphBytes, type Runtime } from '#inference/runtime/runtime.ts';
import type { TokenDraw } from '#inference/sampling/tokenSampling.ts';

export interface DecoderOptions {
  readonly io: DecoderManifest['io'];
  /** The most tokens of one sequence. */
  readonly context: number;
}

/** Tokens fed so far, as the key-value cache that they left. */
export interface Sequence {
  /** Tokens fed so far. */
  readonly tokens: readonly number[];
  /** What a session joins to others. */
  readonly rows: DecoderRows;
  /** Feeds tokens and gives the logits [vocabulary] after the last of them. @throws InferenceError NOT_FINITE */
  append(tokens: readonly number[]): Promise<Float32Array>;
  /** Feeds tokens and gives the logits [vocabulary] after each of them, which may hold what is not finite. */
  appendEach(tokens: readonly number[]): Promise<Float32Array[]>;
  /** Forgets the last `count` tokens. */
  takeBack(count: number): void;
  /** Feeds tokens of which no logits are wanted: the beginning of a prompt. */
  feed(tokens: readonly number[]): Promise<void>;
  /** Another sequence, which begins with the first `length` tokens of this one. */
  fork(length: number): Sequence;
  /** Memory that its cache holds. */
  readonly bytes: number;
  /** Gives the cache's memory back. */
  dispose(): void;
}

/** Sequences that grow together. */
export interface SequenceBatch {
  /**
   * Feeds each sequence its tokens, as many as any other: one, or several if the batch is of one sequence.
   * Gives by sequence the logits [vocabulary] after each token, which may hold what is not finite.
   * @param draws where each sequence is fed one token, how its next one is drawn: their run is begun at once, if the
   *   session runs ahead, and found when they are appended
   */
  append(added: readonly (readonly number[])[], draws?: readonly TokenDraw[]): Promise<Float32Array[][]>;
  /** Whether the run of these tokens, one a sequence, was begun already. */
  begun(tokens: readonly number[]): boolean;
  /** Forgets the last `count` tokens of the only sequence. */
  takeBack(count: number): void;
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
  /** Of runs of which all logits were read, waited for or begun ahead, and of what was taken back. */
  readonly times = new RunTimes();
  readonly #decoder: CompiledDecoder;
  readonly #reader: LogitsReader;
  readonly #sampler: GpuSampler | undefined;

  private constructor(decoder: CompiledDecoder, joins: boolean, sampler: GpuSampler | undefined) {
    this.#decoder = decoder;
    this.#reader = new LogitsReader(decoder.runtime.device);
    this.#sampler = sampler;
    this.joins = joins;
  }

  /** @throws InferenceError BAD_GRAPH if the file is no graph, or its inputs or outputs are not the layout's */
  static async create(runtime: Runtime, graph: GraphBytes, options: DecoderOptions): Promise<DecoderSession> {
    const { io, context } = options;
    let fitted: ReturnType<typeof fitDecoderGraph>;
    try {
      fitted = fitDecoderGraph(graph.model, io);
    } catch (cause) {
      throw new InferenceError('BAD_GRAPH', 'The model file is not an ONNX graph.', { cause });
    }
    const { model, shapesOnCpu, attendsInPlace, padding = 'left' } = fitted;
    const session = await runtime.createSession({ ...graph, model, shapesOnCpu }, true);
    const logits = tensorMetadata(session, 'output', io.logits);
    const decoder: CompiledDecoder = {
      runtime,
      session,
      inputs: new DecoderInputs(runtime, session, io, padding),
      slots: cacheSlots(session, io),
      logits: logits.name,
      context,
      inPlace: attendsInPlace && runtime.device !== undefined,
      padding,
    };
    const sampler = await GpuSampler.create(runtime, decoder.inputs.idType, logits.type);
    return new DecoderSession(decoder, fitted.padding !== undefined, sampler);
  }

  /** Whether runs can be begun before the last one's logits have come: on a GPU. */
  get runsAhead(): boolean {
    return this.#sampler !== undefined;
  }

  /** The most tokens of one sequence. */
  get context(): number {
    return this.#decoder.context;
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
    const ahead = this.#sampler && new RunAhead(rows, this.#reader, this.#sampler, this.times);
    return {
      append: async (added, draws) => {
        if (ahead && added[0]!.length === 1)
          return byRow(await ahead.append(added.flat(), draws), added.length, 1);
        ahead?.drop();
        return this.#append(rows, added, added[0]!.length);
      },
      begun: (tokens) => ahead?.begun(tokens) ?? false,
      takeBack: (count) => {
        if (count === 0) return;
        ahead?.drop();
        this.#takeBack(rows, count);
      },
      split: () => {
        ahead?.drop();
        return rows.split().map((row) => this.#sequenceOf(row));
      },
      dispose: () => {
        ahead?.dispose();
        rows.dispose();
      },
    };
  }

  async dispose(): Promise<void> {
    this.#reader.dispose();
    this.#sampler?.dispose();
    await this.#decoder.session.release();
  }

  /** Feeds rows their tokens and gives by row the logits after the last `wanted` of them. */
  async #append(
    rows: DecoderRows,
    added: readonly (readonly number[])[],
    wanted: number,
  ): Promise<Float32Array[][]> {
    const started = performance.now();
    const all = await this.#reader.read(await rows.run(added, wanted), added.length * wanted);
    if (wanted === added[0]!.length) this.times.record(added.length * wanted, performance.now() - started);
    return byRow(all, added.length, wanted);
  }

  #takeBack(rows: DecoderRows, count: number): void {
    const started = performance.now();
    rows.takeBack(count);
    if (count > 0) this.times.record('takingBack', performance.now() - started);
  }

  #sequenceOf(rows: DecoderRows): Sequence {
    return {
      rows,
      tokens: rows.tokens[0]!,
      append: async (added) => requireFinite((await this.#append(rows, [added], 1))[0]![0]!),
      appendEach: async (added) => (await this.#append(rows, [added], added.length))[0]!,
      takeBack: (count) => this.#takeBack(rows, count),
      feed: async (added) => {
        (await rows.run([added], 1)).dispose();
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

/** Logits [rows, positions, vocabulary] as views. */
function byRow(logits: Float32Array, rows: number, positions: number): Float32Array[][] {
  const vocabulary = logits.length / (rows * positions);
  const at = (index: number) => logits.subarray(index * vocabulary, (index + 1) * vocabulary);
  return Array.from({ length: rows }, (_row, row) =>
    Array.from({ length: positions }, (_position, position) => at(row * positions + position)),
  );
}
