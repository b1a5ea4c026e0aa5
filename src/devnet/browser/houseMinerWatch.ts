import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { HouseMinerNews } from '#protocol/devnet/houseMiner.ts';

/** What is kept of a start for the next one. */
const keptSchema = z.object({ seconds: z.number().nonnegative() });

interface HouseMinerWatchDeps {
  /** The devnet's, where it keeps how long a start took. */
  folder: string;
  nowMs(): number;
}

/** How far the house miner is, for the pages of this devnet. */
export class HouseMinerWatch {
  readonly #deps: HouseMinerWatchDeps;
  readonly #file: string;
  readonly #lastSeconds: number | null;
  #state: HouseMinerNews['state'] = 'none';
  #begunAt = 0;
  /** How long it took; while it prepares, the clock tells. */
  #seconds: number | undefined;

  constructor(deps: HouseMinerWatchDeps) {
    this.#deps = deps;
    this.#file = join(deps.folder, 'house-miner.json');
    this.#lastSeconds = readSeconds(this.#file);
  }

  begin(): void {
    this.#state = 'preparing';
    this.#begunAt = this.#deps.nowMs();
  }

  /** All its models are ready. */
  ready(): void {
    this.#end('ready');
    writeFileSync(this.#file, JSON.stringify({ seconds: this.#seconds }));
  }

  failed(): void {
    this.#end('failed');
  }

  readonly news = (): HouseMinerNews => ({
    state: this.#state,
    seconds: this.#seconds ?? (this.#state === 'none' ? 0 : this.#elapsed()),
    last_seconds: this.#lastSeconds,
  });

  #end(state: HouseMinerNews['state']): void {
    this.#state = state;
    this.#seconds = this.#elapsed();
  }

  #elapsed = (): number => (this.#deps.nowMs() - this.#begunAt) / 1_000;
}

/** @returns null where there was no start before, or its file was edited */
function readSeconds(file: string): number | null {
  try {
    return keptSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).seconds;
  } catch {
    return null;
  }
}
