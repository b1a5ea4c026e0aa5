import { createTestClient, http, type LocalAccount, parseEther } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { caiAbi } from '#chain/generated/contracts.ts';
import { identityOf, type ReadClient, readClientOf } from '#chain/networkConfig.ts';
import { readChannel } from '#chain/payments/channel.ts';
import { redeemFrom } from '#chain/payments/redemption.ts';
import { testWallet } from '#coordinator/testing/testWallet.ts';
import { operatorTreasury } from '#coordinator/wallet/treasury.ts';
import { deployerWallet, mined } from '#devnet/chain/deployerWallet.ts';
import { devnetDeployer } from '#devnet/chain/keys.ts';
import { type OperatorChain, startOperatorChain } from '#devnet/testing/operatorChain.ts';
import { signVoucher } from '#protocol/signed/voucher.ts';

const CAI = parseEther('1');

let chain: OperatorChain;
let client: ReadClient;
let key: LocalAccount;

beforeAll(async () => {
  chain = await startOperatorChain(1_000n * CAI);
  client = readClientOf(chain.config);
}, 120_000);
afterAll(async () => {
  await chain.stop();
});

/** A key without a node: what it redeems comes to itself. */
beforeEach(async () => {
  key = privateKeyToAccount(generatePrivateKey());
  await operatorTreasury(chain.config, testWallet(client, chain.operator)).fund([key.address], [10n * CAI]);
});

const redeem = async (cumulative: bigint, leastWei: bigint) => {
  const { config, operator } = chain;
  const voucher = await signVoucher(identityOf(config), operator, key.address, cumulative);
  return redeemFrom({ config, account: key, vouchers: [voucher] }, leastWei);
};
const giveGas = async (value: bigint) => {
  const gas = deployerWallet(chain.config, devnetDeployer());
  await mined(gas, await gas.sendTransaction({ to: key.address, value }));
};
const caiOf = () =>
  client.readContract({
    ...{ abi: caiAbi, address: chain.config.contracts.cai, functionName: 'balanceOf' },
    args: [key.address],
  } as const);
const redeemed = async () =>
  (await readChannel(client, chain.config.contracts.payments, chain.operator.address, key.address)).redeemed;

it('redeems by the miner key itself from the wanted amount on, and only what is new', async () => {
  await giveGas(CAI);
  expect(await redeem(4n * CAI, 5n * CAI)).toEqual({ kind: 'too-little', payable: 4n * CAI });
  expect(await redeem(5n * CAI, 5n * CAI)).toMatchObject({ kind: 'redeemed', payable: 5n * CAI });
  expect(await caiOf()).toBe(5n * CAI);
  expect(await redeem(5n * CAI, 1n)).toEqual({ kind: 'too-little', payable: 0n });
  expect(await redeem(6n * CAI, 0n)).toMatchObject({ kind: 'redeemed', payable: CAI });
});

it('pays for no second transaction while the first one waits for its block, as after a reload', async () => {
  await giveGas(CAI);
  const sent = () => client.getTransactionCount({ address: key.address, blockTag: 'pending' });
  const blocks = createTestClient({ mode: 'anvil', transport: http(chain.anvil.rpcUrl) });
  await blocks.setAutomine(false);
  try {
    const first = redeem(5n * CAI, CAI);
    await vi.waitFor(async () => expect(await sent()).toBe(1), 10_000);
    await expect(redeem(5n * CAI, CAI)).rejects.toMatchObject({ code: 'NOT_REDEEMED' });
    expect(await sent()).toBe(1);
    await blocks.mine({ blocks: 1 });
    expect(await first).toMatchObject({ kind: 'redeemed', payable: 5n * CAI });
  } finally {
    await blocks.setAutomine(true);
  }
});

it('says what gas the key lacks, and sends nothing', async () => {
  const without = await redeem(5n * CAI, CAI);
  expect(without).toMatchObject({ kind: 'no-gas', payable: 5n * CAI, balance: 0n });
  if (without.kind !== 'no-gas') throw new Error('It had gas.');
  expect(without.needed).toBeGreaterThan(0n);
  await giveGas(without.needed / 2n);
  expect(await redeem(5n * CAI, CAI)).toMatchObject({ kind: 'no-gas', balance: without.needed / 2n });
  expect(await redeemed()).toBe(0n);
  await giveGas(2n * without.needed);
  expect(await redeem(5n * CAI, CAI)).toMatchObject({ kind: 'redeemed' });
  expect(await redeemed()).toBe(5n * CAI);
});
