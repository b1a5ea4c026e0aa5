import { BaseError, encodeErrorResult, type Hex, RpcRequestError, zeroAddress, zeroHash } from 'viem';
import { expect, it } from 'vitest';
import { juriesAbi, slasherAbi } from '#chain/generated/contracts.ts';
import { CourtSender } from '#coordinator/court/chain/courtSender.ts';
import type { OperatorWallet, Send } from '#coordinator/wallet/operatorWallet.ts';

/** A wallet whose node says that a call would revert with this data. */
function walletOf(data: Hex): OperatorWallet {
  const cause = new RpcRequestError({ body: {}, url: '', error: { code: 3, message: 'reverted', data } });
  const send: Send = () => Promise.reject(new BaseError('refused', { cause }));
  const inTurn = (work: (send: Send) => Promise<unknown>) => work(send);
  return { account: { address: zeroAddress }, inTurn } as unknown as OperatorWallet;
}
const senderOf = (data: Hex): CourtSender =>
  new CourtSender({ wallet: walletOf(data), contracts: { juries: zeroAddress, cai: zeroAddress } });

const spent = encodeErrorResult({ abi: slasherAbi, errorName: 'NothingToTake', args: [7n, 0n, 120n] });
const punished = encodeErrorResult({ abi: slasherAbi, errorName: 'AlreadyPunished', args: [7n, zeroHash] });
const late = encodeErrorResult({ abi: juriesAbi, errorName: 'TooLate', args: [1n] });

it.each([
  ['cannot pay its jury', spent, 'NOTHING_TO_TAKE'],
  ['is about what was punished', punished, 'ALREADY_JUDGED'],
  ['comes too late', late, 'TOO_LATE'],
  ['is refused for another reason', '0xdeadbeef', 'REFUSED'],
] as const)('a call that %s', async (_, data, code) => {
  await expect(senderOf(data).call('settle', [1n])).rejects.toMatchObject({ code });
});
