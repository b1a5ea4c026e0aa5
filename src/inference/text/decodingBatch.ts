import type { DecoderSession } from '#inference/decoder/decoderSession.ts';
import type { SequenceBatch } from '#inference/decoder/sequence.ts';
import type { BatchCapacity } from '#inference/text/batchCapacity.ts';
import { advance, type BatchEntry, type CachedEntry, isUnfinished } from '#inference/text/batchEntry.ts';
import type { Speculation } from '#inference/text/speculation.ts';

export interface DecodingBatchDeps {
  readonly session: DecoderSession;
  readonly capacity: BatchCapacity;
  readonly speculation: Speculation;
  /** Takes an entry that has ended; it must not throw. */
  readonly onEnd: (ended: CachedEntry) => void;
}

/**
 * The answers that are past their prefill. Each decode step gives every one of them a token.
 * @example
 * const batch = new DecodingBatch({ session, capacity, speculation, onEnd });
 * batch.add({ entry, sequence });
 * while (batch.entries.length > 0) await batch.step();
 */
export class DecodingBatch {
  readonly #deps: DecodingBatchDeps;
  #entries: BatchEntry[] = [];
  #batch: SequenceBatch | undefined;
  /** Rows that belong to no entry: they fill the batch up where the GPU is quicker on a full one. */
  #dummyRows = 0;

  constructor(deps: DecodingBatchDeps) {
    this.#deps = deps;
  }

  get entries(): readonly BatchEntry[] {
    return this.#entries;
  }

  /** Adds an entry whose prompt is prefilled; one that has ended already goes straight to `onEnd`. */
  add(arriving: CachedEntry): void {
    this.#regroup(arriving);
  }

  /** Runs one decode step: one token for every entry, or several for an entry that decodes alone. */
  async step(): Promise<void> {
    const batch = this.#batch!;
    if (this.#entries.length === 1) await this.#stepAlone(batch, this.#entries[0]!);
    else await this.#stepTogether(batch);
    // The first step of a batch size shows how long it takes without dummy rows.
    const wantsDummies = this.#dummyRows === 0 && this.#dummyRowsFor(this.#entries) > 0;
    if (wantsDummies || !this.#entries.every(isUnfinished)) this.#regroup();
  }

  /** Drops all entries, without settling them, and frees their KV caches. */
  dispose(): void {
    const batch = this.#batch;
    this.#entries = [];
    this.#batch = undefined;
    batch?.dispose();
  }

  async #stepTogether(batch: SequenceBatch): Promise<void> {
    const startedMs = performance.now();
    const dummies = new Array<number[]>(this.#dummyRows).fill([0]);
    const draws = this.#entries.map(({ answer }) => answer.draw);
    const enqueue = this.#dummyRows === 0 && this.#deps.speculation.shouldEnqueue(draws) ? draws : undefined;
    const rows = await batch.append([...this.#entries.map(({ token }) => [token!]), ...dummies], enqueue);
    const shareMs = (performance.now() - startedMs) / this.#entries.length;
    for (const [row, entry] of this.#entries.entries()) {
      entry.computeMs += shareMs;
      advance(entry, rows[row]![0]!);
    }
  }

  async #stepAlone(batch: SequenceBatch, entry: BatchEntry): Promise<void> {
    const { session, speculation } = this.#deps;
    const room = session.context - entry.tokens.length + 1;
    const step = speculation.plan(entry.tokens, room, entry.answer.draw, batch.isEnqueued([entry.token!]));
    const known = entry.tokens.length;
    const startedMs = performance.now();
    const [rows] = await batch.append([step.tokens], step.enqueue && [step.enqueue]);
    entry.computeMs += performance.now() - startedMs;
    let accepted = 0;
    do advance(entry, rows![accepted++]!);
    while (isUnfinished(entry) && entry.token === step.tokens[accepted]);
    batch.dropLast(step.tokens.length - accepted);
    speculation.learn(step, entry.tokens.slice(known));
  }

  /** Rebuilds the batch without the entries that have ended, and with the one that arrives. */
  #regroup(arriving?: CachedEntry): void {
    const { session, onEnd } = this.#deps;
    const sequences = this.#batch?.split() ?? [];
    this.#batch = undefined;
    const all = this.#entries.map((entry, row) => ({ entry, sequence: sequences[row]! }));
    const dummies = sequences.slice(all.length);
    if (arriving) all.push(arriving);
    const staying = all.filter(({ entry }) => isUnfinished(entry));
    this.#entries = staying.map(({ entry }) => entry);
    for (const each of all) if (!isUnfinished(each.entry)) onEnd(each);
    for (const dummy of dummies) dummy.dispose();
    this.#dummyRows = this.#dummyRowsFor(this.#entries);
    const rows = staying.map(({ sequence }) => sequence);
    for (let row = 0; row < this.#dummyRows; row++) rows.push(session.sequence());
    if (rows.length > 0) this.#batch = session.join(rows);
  }

  /** How many dummy rows make a step of these entries quicker. */
  #dummyRowsFor(entries: readonly BatchEntry[]): number {
    const { session, capacity, speculation } = this.#deps;
    const { maxBatchSize } = capacity;
    if (entries.length <= 1 || entries.length >= maxBatchSize || !capacity.fits(maxBatchSize, entries))
      return 0;
    const withoutMs = speculation.stepMs(entries.map(({ answer }) => answer.draw));
    // A batch size that was never run is run once without dummy rows, to know its time.
    const quicker = withoutMs < Infinity && session.timings.ofRun(maxBatchSize) < withoutMs;
    return quicker ? maxBatchSize - entries.length : 0;
  }
}
