import { type Address, zeroAddress } from 'viem';
import { expect, it } from 'vitest';
import { chooseUnseated, type JurorWeights, readUnseatedMiners } from '#chain/courts/unseatedMiners.ts';
import type { ReadClient } from '#chain/networkConfig.ts';
import { ROLE, type RosterNode } from '#chain/roster.ts';

const miner = (id: bigint, atDraw: bigint, beforeCase = atDraw, isBarred = false): JurorWeights => ({
  ...{ id, atDraw, beforeCase, isBarred },
});
const steady = miner(1n, 1_000n);

it.each<[string, JurorWeights[], bigint[]]>([
  ['nobody while all is as it was', [steady, miner(2n, 500n)], []],
  ['who is barred, the heaviest first', [steady, miner(2n, 5n, 5n, true), miner(3n, 9n, 9n, true)], [3n, 2n]],
  ['nobody who is barred without weight', [steady, miner(2n, 0n, 0n, true)], []],
  // The lower total is the seated weight already.
  ['nobody where weight only grew', [steady, miner(2n, 10n, 90n), miner(3n, 0n, 50n)], []],
  ['nobody where weight only left', [steady, miner(2n, 90n, 10n), miner(3n, 50n, 0n)], []],
  ['whom weight has left', [steady, miner(2n, 90n, 40n), miner(3n, 0n, 30n), miner(4n, 0n, 30n)], [2n]],
  ['to whom weight came', [steady, miner(2n, 50n, 40n), miner(3n, 50n, 40n), miner(4n, 0n, 90n)], [4n]],
  ['a barred miner with what it had at the moment', [steady, miner(2n, 70n, 9n, true), miner(3n, 1n)], [2n]],
])('names %s', (_, miners, named) => {
  expect(chooseUnseated(miners).map(({ id }) => id)).toEqual(named);
});

it('leaves a thousandth of the seated weight unnamed, and no more', () => {
  const dust = (unseated: bigint) =>
    chooseUnseated([miner(1n, 1_000n), miner(2n, unseated, 0n), miner(3n, 0n, 1_000n)]);
  expect(dust(1n)).toEqual([]);
  expect(dust(2n)).toEqual([{ id: 2n, isBarred: false }]);
});

/** By whatever way weight moved: every seat but a thousandth goes to somebody who may sit. */
it('brings the total down to the weight that is seated', () => {
  let state = 7;
  const random = (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return BigInt(state % below);
  };
  for (let run = 0; run < 300; run++) {
    const miners = Array.from({ length: 40 }, (_, at) =>
      miner(BigInt(at + 1), random(1_000), random(1_000), random(5) === 0n),
    );
    const named = new Set(chooseUnseated(miners).map(({ id }) => id));
    const left = { atDraw: 0n, beforeCase: 0n };
    let seated = 0n;
    for (const { id, atDraw, beforeCase, isBarred } of miners) {
      const least = atDraw < beforeCase ? atDraw : beforeCase;
      if (!isBarred) seated += least;
      // As the contract takes it out.
      left.atDraw += !named.has(id) ? atDraw : isBarred ? 0n : least;
      left.beforeCase += !named.has(id) ? beforeCase : isBarred ? 0n : least;
    }
    const total = left.atDraw < left.beforeCase ? left.atDraw : left.beforeCase;
    expect(total).toBeGreaterThanOrEqual(seated);
    expect(Number(total - seated) / Number(seated)).toBeLessThanOrEqual(0.001);
  }
});

it('reads the past weights of a case once, and goes on where a look before it stopped', async () => {
  let left = 3;
  const reads: unknown[] = [];
  const answers: Record<string, unknown> = {
    ...{ nodeCount: 2n, payoutOf: zeroAddress, unbondingOf: 0n, weightAt: 5n },
    node: { owner: zeroAddress, assets: 1n, selfBond: 1n },
  };
  const client = {
    readContract: async ({ functionName, args }: { functionName: string; args?: unknown }) => {
      if (functionName !== 'weightAt') return answers[functionName];
      if (left-- <= 0) throw new Error('no time left');
      reads.push(args);
      return answers.weightAt;
    },
  } as unknown as ReadClient;
  const nodes = [1n, 2n].map(
    (id) => ({ id, role: 'miner', owner: zeroAddress, weight: 5n }) as unknown as RosterNode,
  );
  const about = { accused: 9n, reporter: zeroAddress, drawnAt: 10, openedAt: 21, nodes, known: new Map() };
  await expect(readUnseatedMiners(client, zeroAddress, about)).rejects.toMatchObject({ code: 'NO_ANSWER' });
  expect(about.known.size).toBe(1);
  left = 100;
  for (let look = 0; look < 2; look++) await readUnseatedMiners(client, zeroAddress, about);
  expect(reads).toHaveLength(5);
  expect(about.known).toEqual(new Map(nodes.map(({ id }) => [id, { atDraw: 5n, beforeCase: 5n }])));
});

const REPORTER: Address = '0x00000000000000000000000000000000000000a1';

/** A chain on which all have the same weight and owner, who reports the case. */
const ownedByTheReporter = (ownedSince: Record<string, bigint>) =>
  ({
    readContract: async ({ functionName, args }: { functionName: string; args?: readonly bigint[] }) =>
      ({
        ...{ nodeCount: 3n, payoutOf: zeroAddress, unbondingOf: 0n, weightAt: 5n, exposedSince: 0n },
        node: { owner: REPORTER, assets: 1n, selfBond: 1n },
        identityOf: [REPORTER, zeroAddress, ROLE.miner, ownedSince[String(args?.[0])] ?? 0n],
      })[functionName],
  }) as unknown as ReadClient;

it('lets a node sit that a barred owner has only since the case, as the contract does', async () => {
  const nodes = [1n, 2n, 3n].map(
    (id) => ({ id, role: 'miner', owner: REPORTER, weight: 5n }) as unknown as RosterNode,
  );
  const about = { accused: 9n, reporter: REPORTER, drawnAt: 10, nodes };
  const client = ownedByTheReporter({ 1: 20n, 2: 21n, 3: 22n });
  const named = await readUnseatedMiners(client, zeroAddress, { ...about, openedAt: 21 });
  expect(named).toEqual([{ id: 1n, isBarred: true }]);
  // A report that is opened now comes after them all.
  const before = await readUnseatedMiners(client, zeroAddress, { ...about, openedAt: undefined });
  expect(before.map(({ id }) => id)).toEqual([1n, 2n, 3n]);
});
