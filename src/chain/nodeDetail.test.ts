import { zeroAddress, zeroHash } from 'viem';
import { expect, it } from 'vitest';
import type { ReadClient } from '#chain/networkConfig.ts';
import { readNodeDetail } from '#chain/nodeDetail.ts';
import { ROLE } from '#chain/roster.ts';

const NODE = {
  ...{ id: 7n, owner: zeroAddress, operator: zeroAddress, role: ROLE.coordinator, commissionBps: 500 },
  ...{ active: true, retired: false, jailedUntil: 0n, workingUntil: 0n, infoHash: zeroHash, infoBlock: 1n },
  ...{ weight: 3n, assets: 3n, selfBond: 3n },
};
const ANSWERS: Record<string, (args: readonly unknown[]) => unknown> = {
  node: () => NODE,
  announcedCommission: () => [600, 1_000],
  operators: () => zeroAddress,
  identityOf: () => [zeroAddress, zeroAddress, 0n, 11n],
  unbondingOf: () => 5n,
  totalWeight: ([role]) => (role === ROLE.coordinator ? 30n : 40n),
  minimumOf: ([role]) => (role === ROLE.coordinator ? 2_000n : 20n),
  serviceOf: () => [7n, 900],
};

/** A chain that answers all that is asked in one task together, and how often it did. */
function chainWith(answers: typeof ANSWERS) {
  const chain = { rounds: 0 };
  let round: Promise<void> | undefined;
  const readContract = async (call: { functionName: string; args?: readonly unknown[] }) => {
    round ??= new Promise((resolve) =>
      setTimeout(() => {
        round = undefined;
        chain.rounds++;
        resolve();
      }),
    );
    await round;
    return answers[call.functionName]!(call.args ?? []);
  };
  return { chain, client: { readContract } as unknown as ReadClient };
}

it('reads a node with the terms of its role in two rounds', async () => {
  const { chain, client } = chainWith(ANSWERS);
  expect(await readNodeDetail(client, zeroAddress, 7n)).toEqual({
    node: { ...NODE, role: 'coordinator', jailedUntil: 0, workingUntil: 0 },
    announced: { bps: 600, effectiveAt: 1_000 },
    ...{ operatorSince: 900, ownedSince: 11, unbonding: 5n, totalWeight: 30n, minimumBond: 2_000n },
  });
  expect(chain.rounds).toBe(2);
});

it('knows no node that is not there, whatever else the contract says of it', async () => {
  const refuse = () => {
    throw new Error('reverted');
  };
  const { client } = chainWith({ ...ANSWERS, node: () => ({ ...NODE, id: 0n }), unbondingOf: refuse });
  expect(await readNodeDetail(client, zeroAddress, 8n)).toBeUndefined();
});

it('fails when the chain does not answer', async () => {
  const refuse = () => {
    throw new Error('silent');
  };
  for (const name of ['node', 'unbondingOf']) {
    const { client } = chainWith({ ...ANSWERS, [name]: refuse });
    await expect(readNodeDetail(client, zeroAddress, 7n)).rejects.toThrow('silent');
  }
});
