import { type Address, numberToHex, zeroAddress } from 'viem';
import { expect, it } from 'vitest';
import { readBarredOwners } from '#chain/courts/barredOwners.ts';
import type { ReadClient } from '#chain/networkConfig.ts';

const wallet = (number: number): Address => numberToHex(number, { size: 20 });
const STAKING = wallet(0xc0de);
const [ACCUSED, VOTER, LEAVER, REPORTER, BOSS, OTHER] = [1, 2, 3, 4, 5, 6].map(wallet) as [
  ...[Address, Address, Address, Address, Address, Address],
];
const owners = [OTHER, BOSS, ACCUSED, LEAVER, VOTER, REPORTER, OTHER];

interface Scene {
  voted?: bigint;
  leaving?: bigint;
  reporterOwner?: Address;
  /** Whose stake in the accused the contract counts. */
  exposed?: Address[];
  openedAt?: number;
}

/** A chain on which others have voted for the accused, or take stake out of it. */
function barredOf({
  voted = 0n,
  leaving = 0n,
  reporterOwner = zeroAddress,
  exposed = [],
  openedAt,
}: Scene): Promise<Set<Address>> {
  const client = {
    readContract: async ({ functionName, args }: { functionName: string; args: readonly unknown[] }) => {
      if (functionName === 'node') return { owner: ACCUSED, assets: 5n + voted, selfBond: 5n };
      if (functionName === 'payoutOf') return reporterOwner;
      if (functionName === 'unbondingOf') return leaving;
      if (functionName === 'exposedSince') return exposed.includes(args[0] as Address) ? 1_800_000_000n : 0n;
      throw new Error(`nobody should ask for ${functionName}`);
    },
  } as unknown as ReadClient;
  return readBarredOwners(client, STAKING, { accused: 7n, reporter: REPORTER, openedAt, owners });
}

it.each<[string, Scene, Address[]]>([
  ['the accused’s owner and the reporter', {}, [ACCUSED, REPORTER]],
  ['who voted for the accused', { voted: 1n, exposed: [VOTER] }, [ACCUSED, REPORTER, VOTER]],
  ['who takes stake out of it', { leaving: 1n, exposed: [LEAVER] }, [ACCUSED, REPORTER, LEAVER]],
  [
    'who voted before the case',
    { voted: 1n, exposed: [VOTER], openedAt: 1_800_000_001 },
    [ACCUSED, REPORTER, VOTER],
  ],
  [
    'nobody who voted in its second',
    { voted: 1n, exposed: [VOTER], openedAt: 1_800_000_000 },
    [ACCUSED, REPORTER],
  ],
  ['nobody who voted for it with dust', { voted: 1n }, [ACCUSED, REPORTER]],
  ['the owner of the reporter’s node', { reporterOwner: BOSS }, [ACCUSED, REPORTER, BOSS]],
])('bars the miners of %s', async (_, scene, barred) => {
  expect(await barredOf(scene)).toEqual(new Set(barred));
});

it('reports a chain that does not answer', async () => {
  const client = { readContract: () => Promise.reject(new Error('down')) } as unknown as ReadClient;
  const about = { accused: 7n, reporter: REPORTER, openedAt: undefined, owners };
  const barred = readBarredOwners(client, STAKING, about);
  await expect(barred).rejects.toMatchObject({ code: 'NO_ANSWER' });
});
