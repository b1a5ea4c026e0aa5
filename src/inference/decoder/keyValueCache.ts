import type { Tensor } from 'onnxruntime-web';
import { gatherRows, type CachedRow, type Padding } from '#inference/decoder/cacheRows.ts';
import type { CacheSlot } from '#inference/decoder/cacheSlots.ts';
import { ELEMENT_BYTES, type Runtime } from '#inference/runtime/runtime.ts';

/** The keys and values of the tokens fed so far, of one sequence or of several that are fed together. */
export interface KeyValueCache {
  /** Puts into `feeds` and `fetches` what a run needs that makes the longest row `length` tokens long. */
  prepare(length: number): void;
  /** Takes the run's outputs. */
  accept(outputs: Readonly<Record<string, Tensor>>): void;
  /** Leaves each row's first tokens, all but as many as of any other. */
  shorten(lengths: readonly number[]): void;
  /** Where a row that is `length` tokens long lies, until the next run. */
  row(index: number, length: number): CachedRow;
  /** Memory that it holds. */
  readonly bytes: number;
  /** Gives the memory back. */
  dispose(): void;
}

/** A row without tokens. */
export const EMPTY_ROW: CachedRow = { tensors: {}, row: 0, start: 0, length: 0 };

const longest = (rows: readonly CachedRow[]) => Math.max(...rows.map(({ length }) => length));

const bytesOf = (slots: readonly CacheSlot[], feeds: Readonly<Record<string, Tensor>>) =>
  slots.reduce((sum, slot) => sum + feeds[slot.past]!.size * ELEMENT_BYTES[slot.type], 0);

/** A cache that every run hands out anew, one step longer. */
export class GrowingCache implements KeyValueCache {
  readonly #runtime: Runtime;
  readonly #slots: readonly CacheSlot[];
  readonly #feeds: Record<string, Tensor>;
  readonly #padding: Padding;

  /** @param rows what it begins with, copied */
  constructor(
    runtime: Runtime,
    slots: readonly CacheSlot[],
    feeds: Record<string, Tensor>,
    rows: readonly CachedRow[] = [EMPTY_ROW],
    padding: Padding = 'left',
  ) {
    this.#runtime = runtime;
    this.#slots = slots;
    this.#feeds = feeds;
    this.#padding = padding;
    Object.assign(feeds, gatherRows(runtime, slots, rows, longest(rows), padding));
  }

  prepare(): void {}

  accept(outputs: Readonly<Record<string, Tensor>>): void {
    for (const { past, present } of this.#slots) {
      this.#feeds[past]!.dispose();
      this.#feeds[past] = outputs[present]!;
    }
  }

  shorten(lengths: readonly number[]): void {
    const width = Math.max(...lengths);
    const rows = lengths.map((length, row): CachedRow => {
      return { tensors: this.#feeds, row, start: this.#padding === 'left' ? width - length : 0, length };
    });
    const shorter = gatherRows(this.#runtime, this.#slots, rows, width, this.#padding);
    this.dispose();
    Object.assign(this.#feeds, shorter);
  }

  row(index: number, length: number): CachedRow {
    const width = this.#feeds[this.#slots[0]!.past]!.dims[2]!;
    return { tensors: this.#feeds, row: index, start: this.#padding === 'left' ? width - length : 0, length };
  }

  get bytes(): number {
    return bytesOf(this.#slots, this.#feeds);
  }

  dispose(): void {
    for (const { past } of this.#slots) this.#feeds[past]!.dispose();
  }
}

/** Tokens that a cache in place has room for at first; it doubles from there. */
const FIRST_CAPACITY = 256;

/**
 * A cache in buffers that stay where they are: the graph writes each token's keys behind the last one's, so that
 * nothing is copied or allocated token by token. For graphs whose attention is told the length apart from the
 * buffer's size, on a GPU.
 */
export class InPlaceCache implements KeyValueCache {
  readonly #runtime: Runtime;
  readonly #slots: readonly CacheSlot[];
  readonly #feeds: Record<string, Tensor>;
  readonly #fetches: Record<string, Tensor | null>;
  readonly #context: number;
  readonly #rowCount: number;
  #capacity = 0;

  /**
   * @param context the most tokens that a row will ever have
   * @param rows what it begins with, copied
   */
  constructor(
    runtime: Runtime,
    slots: readonly CacheSlot[],
    feeds: Record<string, Tensor>,
    fetches: Record<string, Tensor | null>,
    context: number,
    rows: readonly CachedRow[] = [EMPTY_ROW],
  ) {
    this.#runtime = runtime;
    this.#slots = slots;
    this.#feeds = feeds;
    this.#fetches = fetches;
    this.#context = context;
    this.#rowCount = rows.length;
    if (longest(rows) > 0) this.#hold(rows, longest(rows) + 1);
  }

  prepare(length: number): void {
    if (length <= this.#capacity) return;
    const rows = Array.from({ length: this.#rowCount }, (_, at) => this.row(at, this.#capacity));
    this.#hold(rows, length);
  }

  accept(): void {}

  /** What is behind the length is never read, and written over by what comes next. */
  shorten(): void {}

  row(index: number, length: number): CachedRow {
    return { tensors: this.#feeds, row: index, start: 0, length };
  }

  get bytes(): number {
    return this.#capacity === 0 ? 0 : bytesOf(this.#slots, this.#feeds);
  }

  dispose(): void {
    if (this.#capacity > 0) for (const { past } of this.#slots) this.#feeds[past]!.dispose();
    this.#capacity = 0;
  }

  /** Moves rows to buffers with room for `length` tokens each, and some more. */
  #hold(rows: readonly CachedRow[], length: number): void {
    let capacity = Math.max(this.#capacity, FIRST_CAPACITY / 2);
    while (capacity < length) capacity *= 2;
    capacity = Math.max(length, Math.min(capacity, this.#context));
    // One by one, so that no more than one of them is there twice.
    for (const slot of this.#slots) {
      const tensor = gatherRows(this.#runtime, [slot], rows, capacity, 'right')[slot.past]!;
      if (this.#capacity > 0) this.#feeds[slot.past]!.dispose();
      this.#feeds[slot.past] = tensor;
      this.#fetches[slot.present] = tensor;
    }
    this.#capacity = capacity;
  }
}
