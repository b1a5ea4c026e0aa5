import type { ChainHealth } from '#chain/chainHealth.ts';
import type { IncidentStore } from '#coordinator/incidents/incidentStore.ts';
import type { MinerPool } from '#coordinator/miners/minerPool.ts';
import type { TaskBoard } from '#coordinator/scheduler/taskBoard.ts';
import { INCIDENT_KINDS, type IncidentKind } from '#protocol/messages/api.ts';

/** Between two looks, in ms. What only one look sees is no incident: a tab that is reloaded, say. */
export const LOOK_MS = 15_000;
/** Without a look for so long, the process was not there, in ms: a busy one may be a little late. */
export const AWAY_MS = 4 * LOOK_MS;
/** How long incidents are kept, in ms: a week, over which a user may judge a coordinator. */
export const KEPT_MS = 7 * 24 * 3_600_000;

export interface IncidentWatchDeps {
  store: Pick<IncidentStore, 'open' | 'add' | 'end' | 'forget' | 'looks' | 'noteLook'>;
  roster: { health(): Pick<ChainHealth, 'state' | 'sinceMs'> };
  pool: Pick<MinerPool, 'size'>;
  board: Pick<TaskBoard, 'size'>;
  /** Tasks that it takes at once. */
  capacity: number;
  /** ms since 1970. */
  nowMs(): number;
}

/**
 * Looks now and then for what is wrong, and writes down since when and how long. An incident is one once two
 * looks in a row have seen it, and begins with the first of them.
 */
export class IncidentWatch {
  readonly #deps: IncidentWatchDeps;
  /** Kinds that are written down and last. */
  #open: Set<IncidentKind> = new Set();
  /** Of the last look of this process. */
  #lastMs: number | undefined;
  /** When the last absence was over, in ms since 1970: what lasts begins anew then. */
  #backMs = 0;
  /** Since when a kind is seen that is not written down yet, in ms since 1970. */
  readonly #seen = new Map<IncidentKind, number>();

  constructor(deps: IncidentWatchDeps) {
    this.#deps = deps;
  }

  /** Call it every `LOOK_MS`, never twice at once. @throws what the database throws; call it again then */
  async look(): Promise<void> {
    const { store } = this.#deps;
    const now = this.#deps.nowMs();
    if (this.#lastMs === undefined || now - this.#lastMs >= AWAY_MS) this.#open = await this.#resume(now);
    this.#lastMs = now;
    const found = this.#found(now);
    for (const kind of INCIDENT_KINDS) {
      const since = found.get(kind);
      if (since === undefined) {
        this.#seen.delete(kind);
        if (this.#open.has(kind)) await store.end(kind, now);
        this.#open.delete(kind);
      } else if (!this.#open.has(kind)) {
        const first = this.#seen.get(kind);
        if (first === undefined) this.#seen.set(kind, Math.min(since, now));
        else {
          await store.add({ kind, fromMs: first, toMs: null });
          this.#open.add(kind);
        }
      }
    }
    await store.forget(now - KEPT_MS);
    await store.noteLook(now);
  }

  /** After a restart or a sleep of the machine: the time without a look was an absence; the rest is over. */
  async #resume(now: number): Promise<Set<IncidentKind>> {
    const { store } = this.#deps;
    const looks = await store.looks();
    const open = new Set((await store.open()).map(({ kind }) => kind));
    if (looks === undefined || now - looks.lastMs < AWAY_MS) return open;
    for (const kind of open) await store.end(kind, looks.lastMs);
    await store.add({ kind: 'coordinator_away', fromMs: looks.lastMs, toMs: now });
    this.#seen.clear();
    this.#backMs = now;
    return new Set();
  }

  /** What is wrong now, each since when as far as that is known. */
  #found(now: number): Map<IncidentKind, number> {
    const { roster, pool, board, capacity } = this.#deps;
    const chain = roster.health();
    const found = new Map<IncidentKind, number>();
    if (chain.state !== 'ok') found.set('chain_away', Math.max(this.#backMs, chain.sinceMs ?? now));
    if (board.size >= capacity) found.set('queue_full', now);
    if (pool.size === 0) found.set('no_miner', now);
    return found;
  }
}
