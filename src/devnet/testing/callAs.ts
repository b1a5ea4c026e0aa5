import { type Address, createTestClient, type Hex, http, parseEther, publicActions } from 'viem';
import { TRANSACTION_GAS_CAP } from '#chain/gasHeadroom.ts';
import type { ChainConfig } from '#chain/networkConfig.ts';

/**
 * Calls a contract as another account does, for example as the juries that convict a node, or as a node's
 * owner. Only a development chain sends from an account without its key.
 *
 * The gas is named: left open, the chain offers what the newest block would use, and a later block also books
 * the rewards since then.
 * @throws when the call is reverted
 * @example await callAs(config, contracts.juries, { to: contracts.slasher, data });
 */
export async function callAs(
  { rpcUrl }: ChainConfig,
  from: Address,
  call: { to: Address; data: Hex },
): Promise<void> {
  const anvil = createTestClient({ mode: 'anvil', transport: http(rpcUrl) }).extend(publicActions);
  await anvil.impersonateAccount({ address: from });
  await anvil.setBalance({ address: from, value: parseEther('1') });
  const hash = await anvil.sendUnsignedTransaction({ ...call, from, gas: TRANSACTION_GAS_CAP });
  const { status } = await anvil.waitForTransactionReceipt({ hash });
  await anvil.stopImpersonatingAccount({ address: from });
  if (status !== 'success') throw new Error(`The call ${hash} was reverted.`);
}
