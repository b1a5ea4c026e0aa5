import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { InferenceError } from '#inference/inferenceError.ts';
import type { DecoderManifest } from '#inference/manifest.ts';
import { numberTensor, tensorMetadata, type Runtime } from '#inference/runtime.ts';

/** One key or value tensor of the cache: fed as `past`, handed out as `present`. */
export interface CacheSlot {
  readonly past: string;
  readonly present: string;
  readonly type: 'float32' | 'float16';
  readonly heads: number;
  readonly headSize: number;
}

/** The keys and values of the tokens fed so far. */
export interface KeyValueCache {
  /** Puts into `feeds` and `fetches` what a run needs that makes the cache `length` tokens long. */
  prepare(length: number): void;
  /** Takes the run's outputs. */
  accept(outputs: Readonly<Record<string, Tensor>>): void;
  /** Forgets all but the first `length` tokens. */
  truncate(length: number): void;
  /** Gives the memory back. */
  dispose(): void;
}

/** @throws InferenceError BAD_GRAPH if the graph has no cache, or one of unknown size */
export function cacheSlots(session: InferenceSession, io: DecoderManifest['io']): CacheSlot[] {
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
      if (type !== 'float32' && type !== 'float16') {
        throw new InferenceError('BAD_GRAPH', `${past} is ${type}, not a float.`);
      }
      const present = tensorMetadata(session, 'output', at(io.present, part)).name;
      slots.push({ past, present, type, heads, headSize });
    }
  }
  if (slots.length === 0) throw new InferenceError('BAD_GRAPH', 'The graph has no key-value cache.');
  return slots;
}

/** Bytes that one token takes in the cache. */
export function bytesAToken(slots: readonly CacheSlot[]): number {
  return slots.reduce((sum, slot) => sum + slot.heads * slot.headSize * elementBytes(slot), 0);
}

export function elementBytes({ type }: { readonly type: 'float32' | 'float16' }): number {
  return type === 'float16' ? 2 : 4;
}

/** A cache that every run hands out anew, one step longer. */
export class GrowingCache implements KeyValueCache {
  readonly #runtime: Runtime;
  readonly #slots: readonly CacheSlot[];
  readonly #feeds: Record<string, Tensor>;

  constructor(runtime: Runtime, slots: readonly CacheSlot[], feeds: Record<string, Tensor>) {
    this.#runtime = runtime;
    this.#slots = slots;
    this.#feeds = feeds;
    for (const slot of slots) feeds[slot.past] = this.#empty(slot);
  }

  prepare(): void {}

  accept(outputs: Readonly<Record<string, Tensor>>): void {
    for (const { past, present } of this.#slots) {
      this.#feeds[past]!.dispose();
      this.#feeds[past] = outputs[present]!;
    }
  }

  truncate(length: number): void {
    for (const slot of this.#slots) {
      const whole = this.#feeds[slot.past]!;
      this.#feeds[slot.past] = length === 0 ? this.#empty(slot) : this.#head(slot, whole, length);
      whole.dispose();
    }
  }

  dispose(): void {
    for (const { past } of this.#slots) this.#feeds[past]!.dispose();
  }

  #empty({ type, heads, headSize }: CacheSlot): Tensor {
    return numberTensor(this.#runtime, type, new Float32Array(0), [1, heads, 0, headSize]);
  }

  #head({ type, heads, headSize }: CacheSlot, whole: Tensor, length: number): Tensor {
    const dims = [1, heads, length, headSize];
    const stride = whole.dims[2]! * headSize;
    const kept = length * headSize;
    if (whole.location === 'gpu-buffer') {
      const bytes = elementBytes({ type });
      const buffer = createCacheBuffer(this.#runtime.device!, heads * kept * bytes);
      copyRows(this.#runtime.device!, whole.gpuBuffer as GPUBuffer, buffer, {
        rows: heads,
        from: stride * bytes,
        to: kept * bytes,
        bytes: kept * bytes,
      });
      return this.#runtime.Tensor.fromGpuBuffer(buffer, {
        dataType: type,
        dims,
        dispose: () => buffer.destroy(),
      });
    }
    const source = whole.data as Float32Array | Uint16Array;
    const rows = source.slice(0, heads * kept);
    for (let head = 0; head < heads; head++) {
      rows.set(source.subarray(head * stride, head * stride + kept), head * kept);
    }
    return new this.#runtime.Tensor(type, rows as Float32Array, dims);
  }
}

/** Tokens that a cache in place has room for at first; it doubles from there. */
const FIRST_CAPACITY = 256;

/**
 * A cache in buffers that stay where they are: the graph writes each token's keys behind the last one's, so that
 * nothing is copied or allocated token by token. For graphs whose attention is told the length apart from the
 * buffer's size.
 */
export class InPlaceCache implements KeyValueCache {
  readonly #runtime: Runtime;
  readonly #device: GPUDevice;
  readonly #slots: readonly CacheSlot[];
  readonly #feeds: Record<string, Tensor>;
  readonly #fetches: Record<string, Tensor | null>;
  readonly #context: number;
  readonly #buffers = new Map<string, GPUBuffer>();
  #capacity = 0;

  /** @param context the most tokens there will ever be */
  constructor(
    runtime: Runtime,
    device: GPUDevice,
    slots: readonly CacheSlot[],
    feeds: Record<string, Tensor>,
    fetches: Record<string, Tensor | null>,
    context: number,
  ) {
    this.#runtime = runtime;
    this.#device = device;
    this.#slots = slots;
    this.#feeds = feeds;
    this.#fetches = fetches;
    this.#context = context;
  }

  prepare(length: number): void {
    if (length <= this.#capacity) return;
    let capacity = Math.max(this.#capacity, FIRST_CAPACITY / 2);
    while (capacity < length) capacity *= 2;
    this.#grow(Math.max(length, Math.min(capacity, this.#context)));
  }

  accept(): void {}

  /** What is behind the length is never read, and written over by what comes next. */
  truncate(): void {}

  dispose(): void {
    for (const buffer of this.#buffers.values()) buffer.destroy();
    this.#buffers.clear();
  }

  #grow(capacity: number): void {
    for (const slot of this.#slots) {
      const { past, present, type, heads, headSize } = slot;
      const row = headSize * elementBytes(slot);
      const buffer = createCacheBuffer(this.#device, heads * capacity * row);
      const old = this.#buffers.get(past);
      if (old) {
        const from = this.#capacity * row;
        copyRows(this.#device, old, buffer, { rows: heads, from, to: capacity * row, bytes: from });
        old.destroy();
      }
      this.#buffers.set(past, buffer);
      const tensor = this.#runtime.Tensor.fromGpuBuffer(buffer, {
        dataType: type,
        dims: [1, heads, capacity, headSize],
      });
      this.#feeds[past] = tensor;
      this.#fetches[present] = tensor;
    }
    this.#capacity = capacity;
  }
}

function createCacheBuffer(device: GPUDevice, bytes: number): GPUBuffer {
  return device.createBuffer({
    // ONNX Runtime binds buffers in steps of 16 bytes.
    size: Math.ceil(bytes / 16) * 16,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
  });
}

/** Copies `bytes` at the start of each row, of rows that begin every `from` bytes to ones every `to` bytes. */
function copyRows(
  device: GPUDevice,
  source: GPUBuffer,
  target: GPUBuffer,
  { rows, from, to, bytes }: { rows: number; from: number; to: number; bytes: number },
): void {
  const encoder = device.createCommandEncoder();
  for (let row = 0; row < rows; row++) {
    encoder.copyBufferToBuffer(source, row * from, target, row * to, bytes);
  }
  device.queue.submit([encoder.finish()]);
}
