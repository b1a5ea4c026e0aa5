import { BaseError, ContractFunctionExecutionError, ContractFunctionZeroDataError, parseEther } from 'viem';
import { describe, expect, it } from 'vitest';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { readPastEarnings } from '#chain/history/pastEarnings.ts';
import type { ReadClient } from '#chain/networkConfig.ts';

const STAKING = '0x00000000000000000000000000000000000000aa';
/** A block in every hour. */
const HOUR = 3_600n;

/** A chain with the contract from one block on, and the node from another. */
function clientOf({ deployed, registered }: { deployed: bigint; registered: bigint }) {
  const client = {
    getBlock: async ({ blockNumber = 100n }: { blockNumber?: bigint }) => ({
      ...{ number: blockNumber, timestamp: blockNumber * HOUR },
    }),
    readContract: async (call: { functionName: string; blockNumber: bigint }) => {
      const { functionName, blockNumber } = call;
      if (blockNumber < deployed) {
        const cause = new ContractFunctionZeroDataError({ functionName });
        throw new ContractFunctionExecutionError(cause, { abi: stakingAbi, args: [7n], functionName });
      }
      if (functionName === 'emissionRate') return 1n;
      if (functionName === 'emissionEnd') return 1_000_000n;
      if (functionName === 'rewardWeight') return parseEther(String(blockNumber));
      return { id: blockNumber < registered ? 0n : 7n, role: 1, jailedUntil: 0n, workingUntil: 5n };
    },
  };
  return client as unknown as ReadClient;
}

const read = (at: { deployed: bigint; registered: bigint }, ...hours: number[]) =>
  readPastEarnings(clientOf(at), STAKING, { nodeId: 7n, times: hours.map((hour) => hour * Number(HOUR)) });

describe('readPastEarnings', () => {
  it('reads the emission and the node as they were', async () => {
    const earnings = await read({ deployed: 10n, registered: 20n }, 30, 50);
    expect(earnings!.map(({ at, emission }) => [at, emission.rewardWeight])).toEqual([
      [30 * 3_600, parseEther('30')],
      [50 * 3_600, parseEther('50')],
    ]);
    expect(earnings![0]!.node).toMatchObject({ id: 7n, role: 'miner', workingUntil: 5 });
  });

  it('reads a block of about that time', async () => {
    const earnings = await read({ deployed: 0n, registered: 0n }, 10);
    expect(earnings!.map(({ emission }) => emission.rewardWeight)).toEqual([parseEther('10')]);
  });

  it.each([
    ['the node', { deployed: 10n, registered: 40n }],
    ['the contract', { deployed: 40n, registered: 40n }],
  ])('tells nothing where %s was not there at one of the times', async (_, at) => {
    expect(await read(at, 30, 50)).toBeUndefined();
  });

  it('tells nothing of a time before the chain', async () => {
    expect(await read({ deployed: 0n, registered: 0n }, -1, 50)).toBeUndefined();
  });

  it('throws what the chain’s node says where it has no such state', async () => {
    const client = { ...clientOf({ deployed: 0n, registered: 0n }) };
    const gone = Object.assign(client, {
      readContract: () => Promise.reject(new BaseError('missing trie node')),
    });
    await expect(readPastEarnings(gone, STAKING, { nodeId: 7n, times: [3_600] })).rejects.toThrow('missing');
  });
});
