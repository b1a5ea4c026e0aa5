import { encodeFunctionData, type Hex } from 'viem';
import { paymentsAbi } from '#chain/generated/contracts.ts';
import type { Voucher } from '#protocol/signed/voucher.ts';

/**
 * The data of the call that redeems all of these vouchers. Anyone may send it; what it pays goes to the
 * owners of the payees' nodes.
 * @example await wallet.sendTransaction({ to: config.contracts.payments, data: redeemCall(vouchers) });
 */
export function redeemCall(vouchers: readonly Voucher[]): Hex {
  const unsigned = vouchers.map(({ payer, payee, cumulative }) => ({ payer, payee, cumulative }));
  const signatures = vouchers.map(({ signature }) => signature);
  return encodeFunctionData({
    abi: paymentsAbi,
    functionName: 'redeemMany',
    args: [unsigned, signatures],
  });
}
