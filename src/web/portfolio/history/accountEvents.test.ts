import { type Address, encodeAbiParameters, encodeEventTopics, type Hex, numberToHex } from 'viem';
import { expect, it } from 'vitest';
import { stakingAbi } from '#chain/generated/contracts.ts';
import type { ReadClient } from '#chain/networkConfig.ts';
import { eventsCsv, readAccountEvents } from '#web/portfolio/history/accountEvents.ts';

const STAKING: Address = '0x0000000000000000000000000000000000000010';
const USER: Address = '0x0000000000000000000000000000000000000011';
const TRANSACTION: Hex = `0x${'77'.repeat(32)}`;

const logOf = (block: number, topics: Hex[], values: bigint[], blockTimestamp?: Hex) => ({
  ...{ address: STAKING, blockNumber: numberToHex(block), transactionHash: TRANSACTION, topics },
  ...{
    data: encodeAbiParameters(
      values.map(() => ({ type: 'uint256' })),
      values,
    ),
  },
  ...(blockTimestamp === undefined ? {} : { blockTimestamp }),
});
const topicsOf = (eventName: 'Voted' | 'VoteMoved' | 'Withdrawn', args: object) =>
  encodeEventTopics({ abi: stakingAbi, eventName, args: args as never }) as Hex[];

it('reads what a wallet did, with the times that the logs name or else their blocks', async () => {
  const asked: unknown[] = [];
  const client = {
    request: async ({ params }: { params: [{ topics: unknown }] }) => {
      asked.push(params[0].topics);
      return [
        logOf(5, topicsOf('Voted', { user: USER, nodeId: 3n }), [7n], '0x10'),
        logOf(6, topicsOf('VoteMoved', { user: USER, from: 3n, to: 4n }), [9n]),
        logOf(6, topicsOf('Withdrawn', { user: USER, to: STAKING }), [9n, 8n]),
      ];
    },
    getBlock: async ({ blockNumber }: { blockNumber: bigint }) => ({ number: blockNumber, timestamp: 32n }),
  } as unknown as ReadClient;
  const page = await readAccountEvents(client, STAKING, { user: USER, to: 9n });
  expect(page).toMatchObject({ from: 0n, to: 9n });
  expect(asked).toEqual([[expect.any(Array), `0x${USER.slice(2).padStart(64, '0')}`]]);
  const moment = (seconds: number) => `1970-01-01T00:00:${seconds}Z`;
  expect(eventsCsv([page]).split('\r\n')).toEqual([
    'time,block,transaction,event,node_id,to,amount_cai',
    `${moment(16)},5,${TRANSACTION},Voted,3,,0.000000000000000007`,
    `${moment(32)},6,${TRANSACTION},VoteMoved,3,4,`,
    `${moment(32)},6,${TRANSACTION},Withdrawn,,${STAKING},0.000000000000000008`,
    '',
  ]);
});

it('writes pages that were read backwards in the order of time', () => {
  const eventAt = (block: bigint) => ({
    ...{ name: 'Staked' as const, block, at: 0, transaction: TRANSACTION, nodeId: '', to: '', amount: 1n },
  });
  const pages = [
    { events: [eventAt(8n), eventAt(9n)], from: 8n, to: 9n },
    { events: [eventAt(7n)], from: 0n, to: 7n },
  ];
  expect(
    eventsCsv(pages)
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.split(',')[1]),
  ).toEqual(['7', '8', '9']);
});
