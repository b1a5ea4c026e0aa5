import { type Address, type Hex, maxUint256 } from 'viem';
import { caiAbi, paymentsAbi } from '#chain/generated/contracts.ts';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import type { OperatorWallet } from '#coordinator/settlement/operatorWallet.ts';

/** Longest wait for a block, in ms. */
const RECEIPT_TIMEOUT_MS = 120_000;

/** What moves the operator's CAI into its channels. */
export interface Treasury {
  /** Whether an earlier transaction is not mined yet: what it does is not on the chain to be read. */
  hasPending(): Promise<boolean>;
  /** Adds `amounts[i]` wei to the channel to `payees[i]`, all in one transaction. */
  fund(payees: readonly Address[], amounts: readonly bigint[]): Promise<void>;
  /** Moves the fees that were kept back from payments to `payees` to the voters. */
  shareFees(payees: readonly Address[]): Promise<void>;
}

/**
 * The treasury of an operator key, which holds CAI and gas.
 * @throws Error of viem, or when a transaction is reverted
 */
export function operatorTreasury(
  { contracts }: Pick<NetworkConfig, 'contracts'>,
  wallet: OperatorWallet,
): Treasury {
  const { account, client } = wallet;
  const cai = { abi: caiAbi, address: contracts.cai, account } as const;
  const payments = { abi: paymentsAbi, address: contracts.payments, account } as const;
  const mined = async (hash: Hex): Promise<void> => {
    const { status } = await client.waitForTransactionReceipt({ hash, timeout: RECEIPT_TIMEOUT_MS });
    if (status !== 'success') throw new Error(`The transaction ${hash} was reverted.`);
  };
  return {
    hasPending: () => wallet.hasPending(),
    fund: (payees, amounts) =>
      wallet.inTurn(async (sender) => {
        const sum = amounts.reduce((all, amount) => all + amount, 0n);
        const args = [account.address, contracts.payments] as const;
        const allowed = await client.readContract({ ...cai, functionName: 'allowance', args });
        if (allowed < sum) {
          const approval = [contracts.payments, maxUint256] as const;
          const { request } = await client.simulateContract({
            ...cai,
            functionName: 'approve',
            args: approval,
          });
          await mined(await sender.writeContract(request));
        }
        const { request } = await client.simulateContract({
          ...payments,
          functionName: 'depositMany',
          args: [payees, amounts],
        });
        await mined(await sender.writeContract(request));
      }),
    shareFees: (payees) =>
      wallet.inTurn(async (sender) => {
        const payers = payees.map(() => account.address);
        const { request } = await client.simulateContract({
          ...payments,
          functionName: 'shareFees',
          args: [payers, payees],
        });
        await mined(await sender.writeContract(request));
      }),
  };
}
