import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { InferenceError } from '#inference/inferenceError.ts';
import type { DecoderManifest } from '#inference/manifest.ts';
import {
  integerTensor,
  numberTensor,
  readFloats,
  tensorMetadata,
  type GraphBytes,
  type Runtime,
} from '#inference/runtime.ts';

/** One key or value tensor of the cache: fed as `past`, handed out as `present`. */
interface CacheSlot {
  readonly past: string;
  readonly present: string;
  readonly type: Tensor.Type;
  /** [1, heads, 0, headSize]: the cache before the first token. */
  readonly emptyDims: readonly number[];
}

/**
 * A decoder graph in the transformers.js layout, compiled; starts any number of sequences, one after the
 * other.
 */
export class DecoderSession {
  readonly #runtime: Runtime;
  readonly #session: InferenceSession;
  readonly #io: DecoderManifest['io'];
  readonly #slots: readonly CacheSlot[];
  readonly #idType: Tensor.Type;
  readonly #hasPositions: boolean;

  private constructor(runtime: Runtime, session: InferenceSession, io: DecoderManifest['io']) {
    this.#runtime = runtime;
    this.#session = session;
    this.#io = io;
    this.#slots = cacheSlots(session, io);
    this.#idType = tensorMetadata(session, 'input', io.inputIds).type;
    tensorMetadata(session, 'output', io.logits);
    this.#hasPositions = session.inputNames.includes(io.positionIds);
  }

  /** @throws InferenceError BAD_GRAPH if inputs or outputs are not the layout's */
  static async create(
    runtime: Runtime,
    graph: GraphBytes,
    io: DecoderManifest['io'],
  ): Promise<DecoderSession> {
    const session = await runtime.createSession(graph, true);
    return new DecoderSession(runtime, session, io);
  }

  /** A new, empty sequence. Dispose of it before the session. */
  sequence(): Sequence {
    const cache = new Map<string, Tensor>();
    for (const slot of this.#slots) {
      cache.set(slot.past, numberTensor(this.#runtime, slot.type, new Float32Array(0), slot.emptyDims));
    }
    let length = 0;
    return {
      append: async (tokens) => {
        const feeds = this.#feeds(tokens, length, cache);
        const outputs = await this.#session.run(feeds);
        length += tokens.length;
        for (const slot of this.#slots) {
          cache.get(slot.past)?.dispose();
          cache.set(slot.past, outputs[slot.present]!);
        }
        const logits = outputs[this.#io.logits]!;
        const vocabulary = logits.dims[2]!;
        const floats = await readFloats(logits);
        return floats.subarray(floats.length - vocabulary);
      },
      dispose: () => {
        for (const tensor of cache.values()) tensor.dispose();
        cache.clear();
      },
    };
  }

  async dispose(): Promise<void> {
    await this.#session.release();
  }

  #feeds(
    tokens: readonly number[],
    start: number,
    cache: ReadonlyMap<string, Tensor>,
  ): Record<string, Tensor> {
    const total = start + tokens.length;
    const integers = (values: readonly number[]) =>
      integerTensor(this.#runtime, this.#idType, values, [1, values.length]);
    return {
      ...Object.fromEntries(cache),
      [this.#io.inputIds]: integers(tokens),
      [this.#io.attentionMask]: integers(new Array<number>(total).fill(1)),
      ...(this.#hasPositions ? { [this.#io.positionIds]: integers(tokens.map((_, i) => start + i)) } : {}),
    };
  }
}

/** Tokens fed so far, as the key-value cache that they left. */
export interface Sequence {
  /** Feeds tokens and gives the logits [vocabulary] after the last of them. */
  append(tokens: readonly number[]): Promise<Float32Array>;
  /** Gives the cache's memory back. */
  dispose(): void;
}

function cacheSlots(session: InferenceSession, io: DecoderManifest['io']): CacheSlot[] {
  const slots: CacheSlot[] = [];
  for (let layer = 0; ; layer++) {
    const at = (pattern: string, part: string) =>
      pattern.replace('{layer}', String(layer)).replace('{part}', part);
    if (!session.inputNames.includes(at(io.past, 'key'))) break;
    for (const part of ['key', 'value']) {
      const past = at(io.past, part);
      const { type, shape } = tensorMetadata(session, 'input', past);
      const [, heads, , headSize] = shape;
      if (typeof heads !== 'number' || typeof headSize !== 'number') {
        throw new InferenceError('BAD_GRAPH', `${past} must state its heads and head size, not [${shape}].`);
      }
      const present = tensorMetadata(session, 'output', at(io.present, part)).name;
      slots.push({ past, present, type, emptyDims: [1, heads, 0, headSize] });
    }
  }
  if (slots.length === 0) throw new InferenceError('BAD_GRAPH', 'The graph has no key-value cache.');
  return slots;
}
