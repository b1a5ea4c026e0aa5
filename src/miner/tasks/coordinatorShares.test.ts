import type { Hex } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MAX_TASKS } from '#miner/coordinators/coordinatorPlaces.ts';
import { type Mining, startMining, stopMining, until } from '#miner/testing/mining.ts';
import { Boss, nodeOf } from '#miner/testing/world.ts';

const STAKES = [2n, 4n, 8n];
const TASK_MS = 1_000;
const ROUNDS = 5;

let mining: Mining;
let bosses: readonly Boss[];
let engine: Mining['engine'];

beforeEach(async () => {
  bosses = STAKES.map((_, place) => new Boss(privateKeyToAccount(generatePrivateKey()), seedOf(place)));
  mining = await startMining(bosses);
  ({ engine } = mining);
  engine.open = false;
  const coordinators = bosses.map(({ account }, place) =>
    nodeOf(account.address, 'coordinator', STAKES[place]!),
  );
  mining.chain.change({ coordinators });
  await until(() => expect(mining.board.current().coordinators.map(({ state }) => state)).toEqual(CONNECTED));
});
afterEach(() => stopMining(mining));

const CONNECTED = STAKES.map(() => 'connected');
const seedOf = (place: number) => new Uint8Array(32).fill(place + 20);
const isRefused = (boss: Boss, digest: Hex) => boss.refusals.get(digest) === 'BUSY';

it('a coordinator that never answers takes no place of another', async () => {
  const [silent, honest] = bosses as [Boss, Boss];
  silent.isSilent = true;
  for (let i = 0; i < MAX_TASKS; i++) await silent.assign();
  expect(silent.takes).toHaveLength(MAX_TASKS - 2);
  const digest = await honest.assign();
  await until(() => expect(engine.runs).toHaveLength(1));
  engine.runs[0]!.finish();
  await until(() => expect(honest.results.has(digest)).toBe(true));
});

it('places follow the stake that the chain has now', async () => {
  const [small, , large] = bosses as [Boss, Boss, Boss];
  await large.assign();
  const stakes = [2n, 4n, 1n];
  const coordinators = bosses.map(({ account }, place) =>
    nodeOf(account.address, 'coordinator', stakes[place]!),
  );
  mining.chain.change({ coordinators });
  for (let i = 0; i < MAX_TASKS - 2; i++) await small.assign();
  expect(small.refusals.size).toBe(0);
  expect(isRefused(small, await small.assign())).toBe(true);
});

it('coordinators that are always busy get GPU time by their stake', async () => {
  /** Assigns until the tab refuses. */
  const fill = async (boss: Boss) => {
    while (!isRefused(boss, await boss.assign()));
  };
  // The least first: what it borrows, the others get back.
  for (const boss of bosses) await fill(boss);
  const runs = ROUNDS * Number(STAKES.reduce((sum, stake) => sum + stake / 2n, 0n));
  for (let run = 0; run < runs; run++) {
    await until(() => expect(engine.runs.length).toBe(run + 1));
    const { client, finish } = engine.runs[run]!;
    const boss = bosses.find(({ account }) => account.address === client)!;
    const before = boss.results.size;
    engine.clock += TASK_MS;
    finish();
    await until(() => expect(boss.results.size).toBe(before + 1));
    await boss.assign();
  }
  const counts = bosses.map(
    ({ account }) => engine.runs.filter(({ client }) => client === account.address).length,
  );
  for (const [place, stake] of STAKES.entries())
    expect(Math.abs(counts[place]! - (ROUNDS * Number(stake)) / 2), String(counts)).toBeLessThanOrEqual(1);
}, 60_000);
