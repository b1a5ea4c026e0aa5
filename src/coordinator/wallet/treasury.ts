import { type Address, encodeFunctionData, type Hex, maxUint256 } from 'viem';
import { caiAbi, paymentsAbi } from '#chain/generated/contracts.ts';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import type { OperatorWallet, Send } from '#coordinator/wallet/operatorWallet.ts';

/** What moves the operator's CAI into its channels. */
export interface Treasury {
  /** Whether an earlier transaction is not mined yet: what it does is not on the chain to be read. */
  hasPending(): Promise<boolean>;
  /** Adds `amounts[i]` wei to the channel to `payees[i]`, all in one transaction. */
  fund(payees: readonly Address[], amounts: readonly bigint[]): Promise<void>;
  /** Requests to take `amount` wei back out of the channel to `payee`. */
  requestWithdrawal(payee: Address, amount: bigint): Promise<void>;
  /** Takes out what was requested, once the delay is over. */
  withdraw(payee: Address): Promise<void>;
  /** Moves the fees that were kept back from payments to `payees` to the voters. */
  shareFees(payees: readonly Address[]): Promise<void>;
}

/**
 * The treasury of an operator key, which holds CAI and gas.
 * @throws WalletError; Error of viem, or when a transaction is reverted
 */
export function operatorTreasury(
  { contracts: { cai, payments } }: Pick<NetworkConfig, 'contracts'>,
  wallet: OperatorWallet,
): Treasury {
  const { account, client } = wallet;
  const submit = async (send: Send, to: Address, data: Hex): Promise<void> => {
    const { status, transactionHash } = await send({ to, data });
    if (status !== 'success') throw new Error(`The transaction ${transactionHash} was reverted.`);
  };
  const callPayments = (data: Hex): Promise<void> => wallet.inTurn((send) => submit(send, payments, data));
  const abi = paymentsAbi;
  return {
    hasPending: () => wallet.hasPending(),
    fund: (payees, amounts) =>
      wallet.inTurn(async (send) => {
        const sum = amounts.reduce((all, amount) => all + amount, 0n);
        const token = { abi: caiAbi, address: cai } as const;
        const args = [account.address, payments] as const;
        if ((await client.readContract({ ...token, functionName: 'allowance', args })) < sum) {
          const approval = [payments, maxUint256] as const;
          await submit(
            send,
            cai,
            encodeFunctionData({ abi: caiAbi, functionName: 'approve', args: approval }),
          );
        }
        const deposit = [payees, amounts] as const;
        await submit(
          send,
          payments,
          encodeFunctionData({ abi, functionName: 'depositMany', args: deposit }),
        );
      }),
    requestWithdrawal: (...args) =>
      callPayments(encodeFunctionData({ abi, functionName: 'requestWithdrawal', args })),
    withdraw: (payee) => callPayments(encodeFunctionData({ abi, functionName: 'withdraw', args: [payee] })),
    shareFees: (payees) => {
      const payers = payees.map(() => account.address);
      return callPayments(encodeFunctionData({ abi, functionName: 'shareFees', args: [payers, payees] }));
    },
  };
}
