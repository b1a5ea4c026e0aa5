import {
  type Abi,
  type Address,
  encodeAbiParameters,
  encodeEventTopics,
  getAddress,
  type Hex,
  numberToHex,
  pad,
  type RpcLog,
} from 'viem';
import { describe, expect, it } from 'vitest';
import { paymentsAbi, stakingAbi } from '#chain/generated/contracts.ts';
import { readPayerChannels } from '#chain/history/payerChannels.ts';
import { readVoters } from '#chain/history/voters.ts';
import type { ReadClient } from '#chain/networkConfig.ts';
import { EMPTY_CHANNEL } from '#chain/payments/channel.ts';

const CONTRACT = addressOf(0xaa);
const PAYER = addressOf(1);
const NODE = 7n;

function addressOf(number: number): Address {
  return getAddress(pad(numberToHex(number), { size: 20 }));
}

/** A log as a node gives it: `amounts` are the words of its data. */
function log(abi: Abi, eventName: string, args: object, amounts: bigint[]): Omit<RpcLog, 'logIndex'> {
  const words = amounts.map(() => ({ type: 'uint256' }));
  return {
    ...{ address: CONTRACT, topics: encodeEventTopics({ abi, eventName, args } as never) as [Hex] },
    ...{ data: encodeAbiParameters(words, amounts), blockNumber: '0x5', transactionIndex: '0x0' },
    ...{ blockHash: pad('0x0b'), transactionHash: pad('0x0c'), removed: false },
  };
}
const deposited = (payee: number) =>
  log(paymentsAbi, 'Deposited', { payer: PAYER, payee: addressOf(payee), by: PAYER }, [1n]);
const shared = (payee: number, toPayer: bigint) =>
  log(paymentsAbi, 'FeesShared', { payer: PAYER, payee: addressOf(payee) }, [100n, toPayer]);
const voted = (user: number) => log(stakingAbi, 'Voted', { user: addressOf(user), nodeId: NODE }, [1n]);

/** @param read what a contract answers for the last address of a call */
function clientWith(logs: Omit<RpcLog, 'logIndex'>[], read: (address: Address) => unknown) {
  const asked: unknown[] = [];
  const client = {
    getBlock: async () => ({ number: 10n }),
    request: async ({ params: [filter] }: { params: [{ topics: unknown }] }) => {
      asked.push(filter.topics);
      return logs.map((each, place) => ({ ...each, logIndex: numberToHex(place) }));
    },
    readContract: async ({ functionName, args }: { functionName: string; args: Address[] }) =>
      read(functionName === 'votesOf' ? args[0]! : args[1]!),
  } as unknown as ReadClient;
  return { client, asked };
}

describe('readPayerChannels', () => {
  it('reads each channel once, the newest first, and adds up what its voters got', async () => {
    const logs = [deposited(2), shared(2, 5n), deposited(3), deposited(2), shared(3, 7n)];
    const { client, asked } = clientWith(logs, (payee) => ({ ...EMPTY_CHANNEL, balance: BigInt(payee) }));
    const paid = await readPayerChannels(client, CONTRACT, PAYER);
    expect(paid.channels.map(({ payee, channel }) => [payee, channel.balance])).toEqual([
      [addressOf(2), 2n],
      [addressOf(3), 3n],
    ]);
    expect(paid).toMatchObject({ left: 0, sharedWithVoters: 12n, since: 0n });
    expect(asked).toEqual([[expect.any(Array), pad(PAYER).toLowerCase()]]);
  });

  it('reads fifty channels, and says how many are left', async () => {
    const logs = Array.from({ length: 51 }, (_, i) => deposited(i + 2));
    const { client } = clientWith(logs, () => EMPTY_CHANNEL);
    const { channels, left } = await readPayerChannels(client, CONTRACT, PAYER);
    expect([channels.length, left]).toEqual([50, 1]);
    expect(channels[0]!.payee).toBe(addressOf(52));
  });
});

describe('readVoters', () => {
  it('lists who still has stake in the node, the largest first', async () => {
    const stakes = new Map([
      [addressOf(2), 5n],
      [addressOf(3), 0n],
      [addressOf(4), 9n],
    ]);
    const { client } = clientWith([voted(2), voted(3), voted(4), voted(2)], (user) => stakes.get(user));
    expect(await readVoters(client, CONTRACT, NODE)).toEqual({
      voters: [
        { address: addressOf(4), stake: 9n },
        { address: addressOf(2), stake: 5n },
      ],
      ...{ left: 0, since: 0n },
    });
  });

  it('reads fifty voters, and says how many are left', async () => {
    const logs = Array.from({ length: 52 }, (_, i) => voted(i + 2));
    const { voters, left } = await readVoters(clientWith(logs, () => 1n).client, CONTRACT, NODE);
    expect([voters.length, left]).toEqual([50, 2]);
  });
});
