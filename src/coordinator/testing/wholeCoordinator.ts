import { sql } from 'drizzle-orm';
import OpenAI from 'openai';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { Coordinator, CoordinatorDeps } from '#coordinator/coordinator.ts';
import type { OpenDatabase } from '#coordinator/store/database.ts';
import { openTestDatabase } from '#coordinator/testing/memoryDatabase.ts';
import { startTestCoordinator } from '#coordinator/testing/testCoordinator.ts';
import { honestWork, TestMiner, type Work } from '#coordinator/testing/testMiner.ts';
import { COORDINATOR, nodeOf, TestRoster } from '#coordinator/testing/world.ts';
import { type ApiTask, apiTaskSchema } from '#protocol/messages/api.ts';

/** A complete coordinator with miners and a client: one database, emptied between tests. */
export class WholeCoordinator {
  readonly miners: TestMiner[] = [];
  roster = new TestRoster([]);
  #openDatabase: OpenDatabase | undefined;
  #coordinator: Coordinator | undefined;

  async open(): Promise<void> {
    this.#openDatabase = await openTestDatabase();
  }

  /** Starts it with two miners on the roster: ann with a quarter of the stake, bob with the rest. */
  async start(): Promise<void> {
    await this.#database.db.execute(
      sql`truncate tasks, attempts, payments, audits, accounts, shared_results`,
    );
    this.roster = new TestRoster([nodeOf('ann', 20_000), nodeOf('bob', 60_000)]);
    this.#coordinator = await startTestCoordinator(this.#database.db, this.roster);
  }

  async restart(more: Partial<CoordinatorDeps>): Promise<void> {
    await this.coordinator.stop();
    this.#coordinator = await startTestCoordinator(this.#database.db, this.roster, more);
  }

  async stop(): Promise<void> {
    await Promise.all(this.miners.splice(0).map((miner) => miner.stop()));
    await this.coordinator.stop();
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  get #database(): OpenDatabase {
    if (this.#openDatabase === undefined) throw new Error('Not opened.');
    return this.#openDatabase;
  }

  get coordinator(): Coordinator {
    if (this.#coordinator === undefined) throw new Error('Not started.');
    return this.#coordinator;
  }

  get url(): string {
    return `http://127.0.0.1:${this.coordinator.apiPort}`;
  }

  get openai(): OpenAI {
    return new OpenAI({ baseURL: `${this.url}/v1`, apiKey: 'none', maxRetries: 0 });
  }

  async connect(name: string, work: Work = honestWork): Promise<TestMiner> {
    const miner = await TestMiner.start(name, [COORDINATOR.address], work);
    this.miners.push(miner);
    return miner;
  }

  /** A miner that was welcomed. */
  async mine(name: string, work: Work = honestWork): Promise<TestMiner> {
    const miner = await this.connect(name, work);
    const word = await miner.join(this.coordinator.multiaddrs());
    if (word?.type !== 'welcome') throw new Error(`${name} was not welcomed.`);
    return miner;
  }

  async task(id: string): Promise<ApiTask> {
    return apiTaskSchema.parse(await (await fetch(`${this.url}/v1/tasks/${id}`)).json());
  }

  post(path: string, body: unknown, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      ...init,
    });
  }
}

/**
 * A coordinator for the tests of a file, restarted for each: real sockets, with miners on one side and HTTP
 * on the other.
 */
export function useWholeCoordinator(): WholeCoordinator {
  const whole = new WholeCoordinator();
  beforeAll(() => whole.open());
  beforeEach(() => whole.start());
  afterEach(() => whole.stop());
  afterAll(() => whole.close());
  return whole;
}
