import type { Hex, ReplacementReason, WaitForTransactionReceiptParameters } from 'viem';
import { expect, it, vi } from 'vitest';
import { waitForCall } from '#web/transaction/log/waitForCall.ts';

const [SENT, FOUND]: Hex[] = ['0x01', '0x02'];

/** A node that finds the transaction, or another in its place. */
const clientWith = (reason: ReplacementReason | undefined, status: 'success' | 'reverted' = 'success') => ({
  async waitForTransactionReceipt({ onReplaced }: WaitForTransactionReceiptParameters) {
    if (reason !== undefined) onReplaced?.({ reason, transaction: { hash: FOUND } } as never);
    return { status, transactionHash: reason === undefined ? SENT! : FOUND! };
  },
});

it('waitForCall gives the hash of the call that was sent', async () => {
  const onHash = vi.fn();
  expect(await waitForCall(clientWith(undefined), SENT!, onHash)).toBe(SENT);
  expect(onHash).not.toHaveBeenCalled();
});

it('waitForCall follows a call that the wallet sent again with more gas', async () => {
  const onHash = vi.fn();
  expect(await waitForCall(clientWith('repriced'), SENT!, onHash)).toBe(FOUND);
  expect(onHash.mock.calls).toEqual([[FOUND]]);
});

it.each([
  ['cancelled', 'success', 'CANCELLED'],
  ['replaced', 'success', 'REPLACED'],
  ['replaced', 'reverted', 'REPLACED'],
  ['repriced', 'reverted', 'REVERTED'],
  [undefined, 'reverted', 'REVERTED'],
] as const)(
  'waitForCall of a call that was %s and ended with %s fails with %s',
  async (reason, status, code) => {
    const onHash = vi.fn();
    const call = waitForCall(clientWith(reason, status), SENT!, onHash);
    await expect(call).rejects.toMatchObject({ name: 'TransactionFailure', code });
    // What took its place is no call of this page's.
    expect(onHash).toHaveBeenCalledTimes(reason === 'repriced' ? 1 : 0);
  },
);
