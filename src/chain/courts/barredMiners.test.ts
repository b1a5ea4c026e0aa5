import { type Address, numberToHex, zeroAddress, zeroHash } from 'viem';
import { expect, it } from 'vitest';
import { readBarredMiners } from '#chain/courts/barredMiners.ts';
import type { ReadClient } from '#chain/networkConfig.ts';
import type { RosterNode } from '#chain/roster.ts';

const wallet = (number: number): Address => numberToHex(number, { size: 20 });
const STAKING = wallet(0xc0de);
const [ACCUSED, VOTER, LEAVER, REPORTER, BOSS, OTHER] = [1, 2, 3, 4, 5, 6].map(wallet) as [
  ...[Address, Address, Address, Address, Address, Address],
];
/** The lower the id, the heavier. */
const minerOf = (id: bigint, owner: Address): RosterNode => ({
  ...{ id, owner, operator: wallet(Number(id) + 100), role: 'miner', commissionBps: 0, active: true },
  ...{
    retired: false,
    jailedUntil: 0,
    workingUntil: 0,
    weight: 100n - id,
    assets: 1n,
    selfBond: 1n,
    infoHash: zeroHash,
    infoBlock: 0n,
  },
});
/** Not in order; 7 is the accused. */
const miners = [
  ...[minerOf(9n, OTHER), minerOf(30n, BOSS), minerOf(7n, ACCUSED), minerOf(8n, ACCUSED)],
  ...[minerOf(12n, LEAVER), minerOf(11n, VOTER), minerOf(10n, REPORTER)],
];

interface Scene {
  voted?: bigint;
  leaving?: bigint;
  reporterOwner?: Address;
  /** Whose stake in the accused the contract counts. */
  exposed?: Address[];
}

/** A chain on which others have voted for the accused, or take stake out of it. */
function barredOf({
  voted = 0n,
  leaving = 0n,
  reporterOwner = zeroAddress,
  exposed = [],
}: Scene): Promise<bigint[]> {
  const client = {
    readContract: async ({ functionName, args }: { functionName: string; args: readonly unknown[] }) => {
      if (functionName === 'node') return { owner: ACCUSED, assets: 5n + voted, selfBond: 5n };
      if (functionName === 'payoutOf') return reporterOwner;
      if (functionName === 'unbondingOf') return leaving;
      if (functionName === 'exposedSince') return exposed.includes(args[0] as Address) ? 1_800_000_000n : 0n;
      throw new Error(`nobody should ask for ${functionName}`);
    },
  } as unknown as ReadClient;
  return readBarredMiners(client, STAKING, { accused: 7n, reporter: REPORTER, miners });
}

it.each<[string, Scene, bigint[]]>([
  ['the accused’s owner and the reporter', {}, [8n, 10n]],
  ['who voted for the accused', { voted: 1n, exposed: [VOTER] }, [8n, 10n, 11n]],
  ['who takes stake out of it', { leaving: 1n, exposed: [LEAVER] }, [8n, 10n, 12n]],
  ['nobody who voted for it with dust', { voted: 1n }, [8n, 10n]],
  ['the owner of the reporter’s node', { reporterOwner: BOSS }, [8n, 10n, 30n]],
])('bars the miners of %s, the heaviest first and without the accused', async (_, scene, barred) => {
  expect(await barredOf(scene)).toEqual(barred);
});

it('reports a chain that does not answer', async () => {
  const client = { readContract: () => Promise.reject(new Error('down')) } as unknown as ReadClient;
  const barred = readBarredMiners(client, STAKING, { accused: 7n, reporter: REPORTER, miners });
  await expect(barred).rejects.toMatchObject({ code: 'NO_ANSWER' });
});
