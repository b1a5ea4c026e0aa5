import { AsyncDecoder } from '#inference/decoder/asyncDecoder.ts';
import { bytesPerToken, cacheSlots } from '#inference/decoder/cacheSlots.ts';
import { fitDecoderGraph } from '#inference/decoder/decoderGraph.ts';
import { DecoderInputs } from '#inference/decoder/decoderInputs.ts';
import { type CompiledDecoder, DecoderRows } from '#inference/decoder/decoderRows.ts';
import type { RunTimings } from '#inference/decoder/runTimings.ts';
import type { Sequence, SequenceBatch } from '#inference/decoder/sequence.ts';
import { TimedRunner } from '#inference/decoder/timedRunner.ts';
import type { DecoderManifest } from '#inference/manifest/decoderManifest.ts';
import { requireFinite } from '#inference/runtime/floatOutput.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import type { GraphBytes, Runtime } from '#inference/runtime/runtime.ts';
import { tensorMetadata } from '#inference/runtime/tensorMetadata.ts';
import { GpuSampler } from '#inference/sampling/gpuSampler.ts';

export interface DecoderOptions {
  readonly io: DecoderManifest['io'];
  /** The most tokens of one sequence. */
  readonly context: number;
}

interface SessionParts {
  readonly decoder: CompiledDecoder;
  /** Undefined where the GPU cannot sample. */
  readonly sampler: GpuSampler | undefined;
  readonly canBatch: boolean;
}

/**
 * A compiled decoder graph in the transformers.js layout, which runs any number of sequences. Calls come one
 * at a time, as ONNX Runtime needs.
 * @example
 * const session = await DecoderSession.create(runtime, graph, { io: DECODER_IO, context: 2_048 });
 * const sequence = session.sequence();
 * const logits = await sequence.append(prompt);
 */
export class DecoderSession {
  /** Whether sequences of different lengths can be batched. */
  readonly canBatch: boolean;
  /** Whether decode steps can be enqueued before the last logits are read: on a GPU that can sample. */
  readonly supportsAsyncDecode: boolean;
  readonly #decoder: CompiledDecoder;
  readonly #runner: TimedRunner;
  readonly #sampler: GpuSampler | undefined;

  private constructor({ decoder, sampler, canBatch }: SessionParts) {
    this.#decoder = decoder;
    this.#runner = new TimedRunner(decoder.runtime.device);
    this.#sampler = sampler;
    this.supportsAsyncDecode = sampler !== undefined;
    this.canBatch = canBatch;
  }

  /**
   * Compiles a decoder graph.
   * @throws InferenceError BAD_GRAPH when the file is not an ONNX graph, or its inputs or outputs are not the
   *   layout's
   */
  static async create(runtime: Runtime, graph: GraphBytes, options: DecoderOptions): Promise<DecoderSession> {
    const { io, context } = options;
    let fitted;
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
    return new DecoderSession({ decoder, sampler, canBatch: fitted.padding !== undefined });
  }

  /** How long runs take whose logits were all read, asynchronous ones too, and dropping tokens. */
  get timings(): RunTimings {
    return this.#runner.timings;
  }

  /** The most tokens of one sequence. */
  get context(): number {
    return this.#decoder.context;
  }

  /** Bytes of KV cache that one token takes. */
  get bytesPerToken(): number {
    return bytesPerToken(this.#decoder.slots);
  }

  /** A new, empty sequence. Dispose of it before the session. */
  sequence(): Sequence {
    return this.#sequenceOf(DecoderRows.empty(this.#decoder));
  }

  /**
   * Joins sequences into a batch. They must not be used until it is split.
   * @throws Error when there are several and the session cannot batch
   */
  join(sequences: readonly Sequence[]): SequenceBatch {
    if (sequences.length > 1 && !this.canBatch) throw new Error('This graph cannot batch sequences.');
    const rows = DecoderRows.join(sequences.map((sequence) => sequence.rows));
    const decoder = this.#sampler && new AsyncDecoder(rows, this.#runner, this.#sampler);
    return {
      append: async (added, draws) => {
        const wanted = added[0]!.length;
        if (decoder && wanted === 1) return byRow(await decoder.append(added.flat(), draws), added.length, 1);
        decoder?.drop();
        return byRow(await this.#runner.append(rows, added, wanted), added.length, wanted);
      },
      isEnqueued: (tokens) => decoder?.isEnqueued(tokens) ?? false,
      dropLast: (count) => {
        if (count === 0) return;
        decoder?.drop();
        this.#runner.dropLast(rows, count);
      },
      split: () => {
        decoder?.drop();
        return rows.split().map((row) => this.#sequenceOf(row));
      },
      dispose: () => {
        decoder?.dispose();
        rows.dispose();
      },
    };
  }

  async dispose(): Promise<void> {
    this.#runner.dispose();
    this.#sampler?.dispose();
    await this.#decoder.session.release();
  }

  #sequenceOf(rows: DecoderRows): Sequence {
    return {
      rows,
      tokens: rows.tokens[0]!,
      append: async (added) => requireFinite(await this.#runner.append(rows, [added], 1)),
      appendEach: async (added) =>
        byRow(await this.#runner.append(rows, [added], added.length), 1, added.length)[0]!,
      dropLast: (count) => this.#runner.dropLast(rows, count),
      feed: async (added) => {
        (await rows.run([added], 1)).dispose();
        // Nothing is read back, so without this the call would return before the GPU is done.
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

/** Views of logits [rows, positions, vocabulary], by row and position. */
function byRow(logits: Float32Array, rows: number, positions: number): Float32Array[][] {
  const vocabulary = logits.length / (rows * positions);
  const at = (index: number) => logits.subarray(index * vocabulary, (index + 1) * vocabulary);
  return Array.from({ length: rows }, (_row, row) =>
    Array.from({ length: positions }, (_position, position) => at(row * positions + position)),
  );
}
