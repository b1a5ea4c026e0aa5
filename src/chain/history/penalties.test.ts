import { encodeAbiParameters, encodeEventTopics, type Hex, numberToHex, type RpcLog } from 'viem';
import { describe, expect, it } from 'vitest';
import { slasherAbi } from '#chain/generated/contracts.ts';
import { readPenalties, votersLoss } from '#chain/history/penalties.ts';
import type { ReadClient } from '#chain/networkConfig.ts';

const CONTRACTS = {
  slasher: '0x00000000000000000000000000000000000000aa',
  juries: '0x00000000000000000000000000000000000000AB',
  disputes: '0x00000000000000000000000000000000000000AC',
} as const;
const EVIDENCE = `0x${'e'.repeat(64)}` as const;
const hash = (digit: string) => `0x${digit.repeat(64)}` as Hex;

interface Entry {
  topics: Hex[];
  amounts: bigint[];
  transaction: Hex;
}

function logOf({ topics, amounts, transaction }: Entry, place: number): RpcLog {
  return {
    ...{ address: CONTRACTS.slasher, topics: topics as [Hex], transactionHash: transaction },
    data: encodeAbiParameters(
      amounts.map(() => ({ type: 'uint256' })),
      amounts,
    ),
    ...{ blockHash: hash('b'), blockNumber: '0x5', transactionIndex: '0x0', removed: false },
    logIndex: numberToHex(place),
  };
}

const topicsOf = (eventName: 'Punished' | 'Held' | 'GivenBack', args: object) =>
  encodeEventTopics({ abi: slasherAbi, eventName, args } as never) as Hex[];
const punished = (nodeId: bigint, court: Hex, transaction: Hex): Entry => ({
  topics: topicsOf('Punished', { nodeId, court, evidence: EVIDENCE }),
  ...{ amounts: [100n, 10n], transaction },
});
const held = (nodeId: bigint, transaction: Hex): Entry => ({
  topics: topicsOf('Held', { nodeId }),
  ...{ amounts: [90n, 1_000n], transaction },
});

async function read(entries: Entry[], nodeId?: bigint) {
  const asked: unknown[] = [];
  const client = {
    getBlock: async () => ({ number: 10n }),
    request: async ({ params: [filter] }: { params: [{ topics: unknown }] }) => {
      asked.push(filter.topics);
      return entries.map(logOf);
    },
  } as unknown as ReadClient;
  return { ...(await readPenalties(client, CONTRACTS, nodeId)), asked };
}

describe('readPenalties', () => {
  it('tells a conviction from a juror’s fine, and which court it was', async () => {
    const { penalties } = await read([
      ...[punished(3n, CONTRACTS.juries, hash('1')), held(3n, hash('1'))],
      ...[punished(3n, CONTRACTS.juries, hash('2')), held(4n, hash('2'))],
      ...[punished(3n, CONTRACTS.disputes, hash('3')), held(3n, hash('3'))],
    ]);
    expect(penalties.map(({ kind, court }) => [kind, court])).toEqual([
      ['conviction', 'juries'],
      ['fine', 'juries'],
      ['conviction', 'disputes'],
    ]);
    expect(penalties[0]).toMatchObject({ nodeId: 3n, taken: 100n, paid: 10n, block: 5n, evidence: EVIDENCE });
  });

  it('knows what was given back', async () => {
    const entry = { topics: topicsOf('GivenBack', { nodeId: 3n }), amounts: [90n], transaction: hash('1') };
    expect((await read([entry])).givenBack).toEqual([{ nodeId: 3n, amount: 90n, block: 5n }]);
  });

  it('asks for one node’s alone, or for all', async () => {
    expect((await read([], 3n)).asked[0]).toEqual([expect.any(Array), numberToHex(3n, { size: 32 })]);
    expect((await read([])).asked[0]).toEqual([expect.any(Array), null]);
  });
});

describe('votersLoss', () => {
  const PARTS = { conviction: 5_000, fine: 2_000, dispute: 1_000 };

  it.each([
    // A tenth was paid, which is half of the owner's loss: the owner lost a fifth.
    ['juries', 'conviction', 100n, 10n, 80n],
    ['juries', 'fine', 100n, 10n, 50n],
    ['disputes', 'conviction', 100n, 10n, 0n],
    // Nothing was paid: no bond was left, so all of it was theirs.
    ['juries', 'conviction', 100n, 0n, 100n],
    ['juries', 'conviction', 0n, 0n, 0n],
  ] as const)('of a %s %s of %d with %d paid is %d', (court, kind, taken, paid, expected) => {
    expect(votersLoss({ court, kind, taken, paid }, PARTS)).toBe(expected);
  });

  it('is not known where nothing is ever paid out', () => {
    const penalty = { court: 'juries', kind: 'fine', taken: 9n, paid: 0n } as const;
    expect(votersLoss(penalty, { ...PARTS, fine: 0 })).toBeUndefined();
  });
});
