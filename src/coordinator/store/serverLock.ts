import { setTimeout as wait } from 'node:timers/promises';

/** Number of the advisory lock that one coordinator holds on its server's database; an arbitrary constant. */
const LOCK_NUMBER = 0xc0c_c00;
/** Between two tries to have the lock again, in ms. */
const RETRY_MS = 1_000;
/**
 * For how long it is tried, in ms: a server that lost our connection may take that long to notice, and holds
 * the lock for the dead one until then.
 */
const PATIENCE_MS = 60_000;

/** What is used of a pool of the `pg` package. */
export interface LockPool {
  connect(): Promise<LockClient>;
}
export interface LockClient {
  query(text: string, values: unknown[]): Promise<{ rows: { taken?: boolean }[] }>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  /** @param destroy closes the connection */
  release(destroy: boolean): void;
}

export interface ServerLockDeps {
  onError(error: Error): void;
  /** Another coordinator has the lock now: this one must stop. */
  onLost(): void;
  retryMs?: number;
  patienceMs?: number;
}

/**
 * Keeps a second coordinator away from the database: an advisory lock, which lives as long as the connection
 * that took it. When that breaks the lock is taken again.
 */
export class ServerLock {
  readonly #pool: LockPool;
  readonly #deps: ServerLockDeps;
  #holder: LockClient | undefined;
  #isReleased = false;

  constructor(pool: LockPool, deps: ServerLockDeps) {
    this.#pool = pool;
    this.#deps = deps;
  }

  /**
   * @returns whether the lock was free
   * @throws when the server does not answer
   */
  async take(): Promise<boolean> {
    const client = await this.#pool.connect();
    try {
      client.on('error', (error) => this.#broken(client, error));
      const { rows } = await client.query('select pg_try_advisory_lock($1) as taken', [LOCK_NUMBER]);
      if (rows[0]?.taken !== true || this.#isReleased) {
        client.release(this.#isReleased);
        return false;
      }
      this.#holder = client;
      return true;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  release(): void {
    this.#isReleased = true;
    this.#holder?.release(true);
    this.#holder = undefined;
  }

  #broken(client: LockClient, error: Error): void {
    this.#deps.onError(error);
    if (this.#holder !== client) return;
    this.#holder = undefined;
    client.release(true);
    void this.#takeAgain();
  }

  async #takeAgain(): Promise<void> {
    const { onError, onLost, retryMs = RETRY_MS, patienceMs = PATIENCE_MS } = this.#deps;
    // While the server is away nobody else can take it either.
    for (let refusedSince: number | undefined; !this.#isReleased; await wait(retryMs)) {
      try {
        if (await this.take()) return;
        refusedSince ??= performance.now();
      } catch (error) {
        onError(error as Error);
        refusedSince = undefined;
      }
      if (refusedSince !== undefined && performance.now() - refusedSince >= patienceMs) {
        if (!this.#isReleased) onLost();
        return;
      }
    }
  }
}
