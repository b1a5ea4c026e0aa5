import { type Address, encodeFunctionData, type Hex, parseSignature, size } from 'viem';
import { caiAbi, stakingAbi } from '#chain/generated/contracts.ts';
import type { Network } from '#web/network/networkContext.ts';
import { sendApproved } from '#web/transaction/approval.ts';
import { TransactionFailure } from '#web/transaction/failure/transactionFailure.ts';
import { wasRejected } from '#web/transaction/failure/transactionSentence.ts';
import type { FlowWallet } from '#web/transaction/flow.ts';
import { signatureDeadline } from '#web/transaction/signatureDeadline.ts';

/** EIP-2612. */
const PERMIT = {
  Permit: [
    { name: 'owner', type: 'address' },
    { name: 'spender', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const;
/** Of a plain key's signature: r, s and v. */
const SIGNATURE_BYTES = 65;
/** EIP-7702: a plain key that delegates its code still signs permits. */
const DELEGATION_PREFIX = '0xef0100';

/** Brings `amount` wei of CAI from the wallet into its idle stake. */
export const sendStake = (network: Network, wallet: FlowWallet, amount: bigint): Promise<Hex> =>
  sendTopUp(network, wallet, amount, (topUp) => topUp);

/**
 * Sends a call to the staking contract that needs `missing` more idle stake than there is: both go into one
 * transaction, so the wallet confirms once.
 * @param missing wei of CAI to bring from the wallet; 0 for none
 */
export async function sendWithTopUp(
  network: Network,
  wallet: FlowWallet,
  missing: bigint,
  action: Hex,
): Promise<Hex> {
  if (missing === 0n) return wallet.send({ to: network.config.contracts.staking, data: action });
  return sendTopUp(network, wallet, missing, (topUp) =>
    encodeFunctionData({ abi: stakingAbi, functionName: 'multicall', args: [[topUp, action]] }),
  );
}

/**
 * A wallet that does several calls as one gets an approval and the call, and asks its user once. With others
 * one signature (EIP-2612 permit) stands in for an approval; accounts that cannot sign one (contract
 * accounts, wallets without typed data) send an approval.
 * @param whole the call with the call that stakes in it
 */
async function sendTopUp(
  network: Network,
  wallet: FlowWallet,
  wei: bigint,
  whole: (topUp: Hex) => Hex,
): Promise<Hex> {
  const to = network.config.contracts.staking;
  const batches = (await wallet.batching()) === 'supported';
  const permitted = batches ? undefined : await permittedStake(network, wallet, wei);
  if (permitted !== undefined) return wallet.send({ to, data: whole(permitted) });
  const stake = encodeFunctionData({ abi: stakingAbi, functionName: 'stake', args: [wei] });
  return sendApproved(network, wallet, { spender: to, wei }, { to, data: whole(stake) });
}

async function permittedStake(
  network: Network,
  wallet: FlowWallet,
  amount: bigint,
): Promise<Hex | undefined> {
  const { client, config } = network;
  const { cai, staking } = config.contracts;
  if (await isContract(network, wallet.address)) return undefined;
  const [domain, nonce, block] = await Promise.all([
    client.readContract({ abi: caiAbi, address: cai, functionName: 'eip712Domain' }),
    client.readContract({ abi: caiAbi, address: cai, functionName: 'nonces', args: [wallet.address] }),
    client.getBlock(),
  ]);
  const [, name, version] = domain;
  const deadline = signatureDeadline(block.timestamp);
  let signature: Hex;
  try {
    signature = await wallet.signTypedData({
      domain: { name, version, chainId: config.chainId, verifyingContract: cai },
      types: PERMIT,
      primaryType: 'Permit',
      message: { owner: wallet.address, spender: staking, value: amount, nonce, deadline },
    });
  } catch (error) {
    if (wasRejected(error) || error instanceof TransactionFailure) throw error;
    // Hardware wallets and smart accounts fail at typed data in many ways. An approval works with all.
    return undefined;
  }
  // A longer one is of a contract account that is not deployed yet (ERC-6492); the token takes none of those.
  if (size(signature) !== SIGNATURE_BYTES) return undefined;
  const { r, s, yParity } = parseSignature(signature);
  return encodeFunctionData({
    abi: stakingAbi,
    functionName: 'stakeWithPermit',
    args: [amount, deadline, yParity + 27, r, s],
  });
}

async function isContract({ client }: Network, address: Address): Promise<boolean> {
  const code = await client.getCode({ address });
  return code !== undefined && !code.startsWith(DELEGATION_PREFIX);
}
