import '#network/polyfill.ts';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEther } from 'viem';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AccountStore } from '#coordinator/store/accountStore.ts';
import { openFolderDatabase } from '#coordinator/store/database.ts';
import { TaskStore } from '#coordinator/store/taskStore.ts';
import { honestWork, TestMiner, type Work } from '#coordinator/testing/testMiner.ts';
import { COORDINATOR } from '#coordinator/testing/world.ts';
import { apiTaskSchema, TASK_HEADER } from '#protocol/messages/api.ts';

const CHILD = fileURLToPath(new URL('testing/coordinatorChild.ts', import.meta.url));
/** Node, tsx and a new database, on a busy processor. */
const START_TIMEOUT_MS = 90_000;
const TASKS = 6;
/** Each is followed by a start, which takes seconds of CPU. */
const KILLS = 2;
const PRICE = parseEther('8');

interface Address {
  apiPort: number;
  multiaddrs: string[];
}

let folder: string;
let child: ChildProcess;
let address: Address;
const miners: TestMiner[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuckoo-restart-'));
  await start();
}, START_TIMEOUT_MS);

afterEach(async () => {
  await Promise.all(miners.splice(0).map((miner) => miner.stop()));
  await kill();
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<void> {
  child = fork(CHILD, [folder], { execArgv: ['--import', 'tsx'] });
  [address] = (await once(child, 'message')) as [Address];
}

async function kill(): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function mine(name: string, work: Work = honestWork): Promise<TestMiner> {
  const miner = await TestMiner.start(name, [COORDINATOR.address], work);
  miners.push(miner);
  expect((await miner.join(address.multiaddrs))?.type).toBe('welcome');
  return miner;
}

const url = (path: string) => `http://127.0.0.1:${address.apiPort}${path}`;

/** Asks for an image and stays connected, as an app does. */
async function order(): Promise<string> {
  const answer = await fetch(url('/v1/images/generations'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prompt: 'a fox', stream: true }),
  });
  // The kill breaks the stream; this test looks its tasks up afterwards.
  answer.text().catch(() => undefined);
  return answer.headers.get(TASK_HEADER)!;
}

const statusOf = async (id: string) =>
  apiTaskSchema.parse(await (await fetch(url(`/v1/tasks/${id}`))).json()).status;

async function expectAllDoneOnce(ids: string[]): Promise<void> {
  await vi.waitFor(async () => expect(await Promise.all(ids.map(statusOf))).toEqual(ids.map(() => 'done')), {
    timeout: 60_000,
    interval: 250,
  });
  await kill();
  const database = await openFolderDatabase(folder);
  const accounts = await new AccountStore(database.db).all();
  const promised = accounts.reduce((sum, { cumulative }) => sum + cumulative, 0n);
  expect(promised).toBe(BigInt(ids.length) * PRICE);
  const records = await Promise.all(ids.map((id) => new TaskStore(database.db).find(id as `0x${string}`)));
  for (const record of records) {
    expect(record?.attempts.filter(({ outcome }) => outcome === 'delivered')).toHaveLength(1);
  }
  await database.close();
}

it(
  'a restarted coordinator finishes running and queued tasks after kill -9 and pays each once',
  async () => {
    const busy = await mine('ann', () => new Promise(() => undefined));
    const ids: string[] = [];
    for (let i = 0; i < TASKS; i++) ids.push(await order());
    await vi.waitFor(async () => {
      const statuses = await Promise.all(ids.map(statusOf));
      expect(new Set(statuses)).toEqual(new Set(['running', 'queued']));
    }, 20_000);
    await kill();
    await busy.stop();
    await start();
    const ann = await mine('ann');
    await expectAllDoneOnce(ids);
    expect(ann.paid.at(-1)?.voucher).toMatchObject({ cumulative: BigInt(TASKS) * PRICE });
    expect(new Set(ann.paid.map(({ receipt }) => receipt.taskId)).size).toBe(TASKS);
  },
  3 * START_TIMEOUT_MS,
);

// A minute of starts: `npm run test:long` plays it.
it.runIf(process.env.CUCKOO_LONG_TESTS !== undefined)(
  'a coordinator keeps every payment when it is killed repeatedly at work',
  async () => {
    const ids: string[] = [];
    for (let round = 1; round <= KILLS; round++) {
      const miner = await mine(round % 2 === 0 ? 'ann' : 'bob');
      for (let i = 0; i < TASKS / KILLS; i++) ids.push(await order());
      await vi.waitFor(() => expect(miner.paid.length).toBeGreaterThan(0), 60_000);
      const last = miner.paid.at(-1)!;
      await kill();
      await miner.stop();
      await start();
      // The welcome carries the newest voucher, which is never below the one that the miner holds.
      const again = await TestMiner.start(miner.name, [COORDINATOR.address], honestWork);
      const welcome = await again.join(address.multiaddrs);
      const known = welcome?.type === 'welcome' ? (welcome.voucher?.cumulative ?? 0n) : 0n;
      expect(known).toBeGreaterThanOrEqual(last.voucher.cumulative);
      await again.stop();
    }
    await mine('ann');
    await mine('bob');
    await expectAllDoneOnce(ids);
  },
  5 * START_TIMEOUT_MS,
);
