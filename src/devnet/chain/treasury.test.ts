import { createTestClient, http, parseEther } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readClientOf } from '#chain/networkConfig.ts';
import { paymentsReader } from '#coordinator/channels/paymentsReader.ts';
import { testWallet } from '#coordinator/testing/testWallet.ts';
import { operatorTreasury } from '#coordinator/wallet/treasury.ts';
import { DEVNET } from '#devnet/chain/parameters.ts';
import { type OperatorChain, startOperatorChain } from '#devnet/testing/operatorChain.ts';

const someone = () => privateKeyToAccount(generatePrivateKey()).address;
const [ann, bob] = [someone(), someone()];
const CAI = parseEther('1');

let chain: OperatorChain;
let anvil: OperatorChain['anvil'];
let config: OperatorChain['config'];
let operator: OperatorChain['operator'];
beforeAll(async () => {
  chain = await startOperatorChain(100n * CAI);
  ({ anvil, config, operator } = chain);
});
afterAll(async () => {
  await chain.stop();
});

it('operatorTreasury funds channels in one call, and takes back what it requested', async () => {
  const client = readClientOf(config);
  const treasury = operatorTreasury(config, testWallet(client, operator));
  const { wallet, channel } = paymentsReader(client, config, operator.address);

  // Two at once: their transactions wait for each other.
  await Promise.all([treasury.fund([ann, bob], [30n * CAI, 20n * CAI]), treasury.fund([ann], [5n * CAI])]);
  expect([await wallet(), (await channel(ann)).balance, (await channel(bob)).balance]).toEqual([
    45n * CAI,
    35n * CAI,
    20n * CAI,
  ]);
  expect(await treasury.hasPending()).toBe(false);

  await treasury.requestWithdrawal(ann, 10n * CAI);
  expect(await channel(ann)).toMatchObject({ balance: 35n * CAI, withdrawing: 10n * CAI });
  await expect(treasury.withdraw(ann)).rejects.toThrow();
  const clock = createTestClient({ mode: 'anvil', transport: http(anvil.rpcUrl) });
  await clock.increaseTime({ seconds: Number(DEVNET.payments.withdrawalDelaySeconds) });
  await clock.mine({ blocks: 1 });
  await treasury.withdraw(ann);
  expect([await wallet(), (await channel(ann)).balance]).toEqual([55n * CAI, 25n * CAI]);

  // More than the wallet holds is refused before anything is sent.
  await expect(treasury.fund([bob], [56n * CAI])).rejects.toThrow();
  // Nothing was kept back, so nothing moves.
  await treasury.shareFees([ann, bob]);
  // No node works, so nothing ends.
  await treasury.lapse([1n]);
  expect(await wallet()).toBe(55n * CAI);
});
