import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HouseMinerNews, houseMinerSchema } from '#protocol/devnet/houseMiner.ts';

/** What is kept of a start for the next one. */
const keptSchema = houseMinerSchema.pick({ last_seconds: true });

interface HouseMinerWatchDeps {
  /** The devnet's, where it keeps how long a start took. */
  folder: string;
  nowMs(): number;
}

/** How far the house miner is, for the pages of this devnet. */
export class HouseMinerWatch {
  readonly #deps: HouseMinerWatchDeps;
  readonly #file: string;
  /** By model, of earlier starts. */
  readonly #lastSeconds: HouseMinerNews['last_seconds'];
  /** By model, of this one. */
  readonly #modelSeconds = new Map<string, number>();
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

  /** @param model its name */
  modelReady(model: string): void {
    this.#modelSeconds.set(model, this.#elapsed());
    const last_seconds = { ...this.#lastSeconds, ...Object.fromEntries(this.#modelSeconds) };
    try {
      writeFileSync(this.#file, JSON.stringify({ last_seconds }));
    } catch {
      // The house miner mines all the same; the next start just cannot say how long it takes.
    }
  }

  /** All its models are ready, or refused. */
  ready(): void {
    this.#end('ready');
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

/** @returns none where there was no start before, or its file was edited */
function readSeconds(file: string): HouseMinerNews['last_seconds'] {
  try {
    return keptSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).last_seconds;
  } catch {
    return {};
  }
}
