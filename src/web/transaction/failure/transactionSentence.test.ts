import {
  BaseError,
  CallExecutionError,
  ExecutionRevertedError,
  encodeErrorResult,
  InsufficientFundsError,
  parseEther,
  RpcRequestError,
  UserRejectedRequestError,
} from 'viem';
import { describe, expect, it } from 'vitest';
import { contractErrorSentence, contractsAbi } from '#web/transaction/failure/contractErrors.ts';
import { revertDataOf } from '#web/transaction/failure/revertData.ts';
import { TransactionFailure } from '#web/transaction/failure/transactionFailure.ts';
import { transactionSentence } from '#web/transaction/failure/transactionSentence.ts';

const EXAMPLE: Record<string, unknown> = {
  address: '0x00000000000000000000000000000000000000A1',
  bytes32: `0x${'0'.repeat(64)}`,
  string: 'x',
  bool: true,
};
const exampleOf = (type: string): unknown =>
  EXAMPLE[type] ?? (type === 'uint48' || type === 'uint8' ? 1 : 1n);

describe('contractErrorSentence', () => {
  const errors = contractsAbi.filter((item) => item.type === 'error');

  it.each(errors.map((item) => [item.name, item] as const))('has a sentence for %s', (name, item) => {
    const args = item.inputs.map((input) => exampleOf(input.type));
    const data = encodeErrorResult({ abi: [item], errorName: name, args } as Parameters<
      typeof encodeErrorResult
    >[0]);
    const sentence = contractErrorSentence(data);
    expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect(sentence).not.toContain('undefined');
    expect(sentence).not.toContain('NaN');
  });

  it('includes the amounts and the time', () => {
    const idle = encodeErrorResult({
      abi: contractsAbi,
      errorName: 'InsufficientIdle',
      args: [parseEther('5'), parseEther('20000')],
    });
    expect(contractErrorSentence(idle)).toBe('This needs 20,000 CAI of idle stake; you have 5 CAI.');
    const soon = encodeErrorResult({ abi: contractsAbi, errorName: 'DripTooSoon', args: [1_795_000_000n] });
    expect(contractErrorSentence(soon)).toMatch(/pays again at .*2026/);
  });

  it('is undefined for another contract’s error', () => {
    expect(contractErrorSentence('0xdeadbeef')).toBeUndefined();
  });
});

describe('transactionSentence', () => {
  const data = encodeErrorResult({ abi: contractsAbi, errorName: 'FaucetEmpty' });
  const rpc = (code: number, message: string, more?: unknown) =>
    new RpcRequestError({
      body: {},
      url: 'http://c.test',
      error: { code, message, ...(more === undefined ? {} : { data: more }) },
    });

  it('finds revert data under the node’s error and under a wallet’s wrapping', () => {
    const call = new CallExecutionError(
      new ExecutionRevertedError({ cause: rpc(3, 'execution reverted', data) }),
      {},
    );
    expect(transactionSentence(call)).toMatch(/faucet is empty/);
    expect(revertDataOf({ code: -32603, data: { code: 3, data } })).toBe(data);
  });

  it.each([
    ['a rejection', new BaseError('x', { cause: new UserRejectedRequestError(new Error('no')) }), /declined/],
    ['a bare wallet’s rejection', { code: 4001, message: 'User denied' }, /declined/],
    ['no gas', new BaseError('x', { cause: new InsufficientFundsError() }), /from the faucet/],
    [
      'a wallet’s words for no gas',
      { code: -32000, message: 'insufficient funds for gas * price' },
      /from the faucet/,
    ],
    ['a missing method', { code: 4200, message: 'nope' }, /cannot do that/],
    ['a TransactionFailure', new TransactionFailure('REVERTED', 'It was undone.'), /It was undone\./],
    ['any other error of viem’s', new BaseError('Odd thing.'), /Odd thing/],
    ['undefined', undefined, /no reason/],
  ])('has a sentence for %s', (_, error, sentence) => {
    expect(transactionSentence(error)).toMatch(sentence);
  });

  it('survives an error that is its own cause', () => {
    const loop: { cause?: unknown } = {};
    loop.cause = loop;
    expect(transactionSentence(loop)).toMatch(/no reason/);
  });
});
