import { BaseError, HttpRequestError, RpcRequestError, zeroAddress } from 'viem';
import { expect, it } from 'vitest';
import { fitsTransaction } from '#chain/courts/reports/reportGas.ts';
import { TRANSACTION_GAS_CAP } from '#chain/gasHeadroom.ts';

const CALL = { to: zeroAddress, data: '0x' } as const;
const url = 'http://chain.test';
const fits = (estimateGas: () => Promise<bigint>) => fitsTransaction({ estimateGas }, CALL, zeroAddress);

it.each([
  [TRANSACTION_GAS_CAP, true],
  [TRANSACTION_GAS_CAP + 1n, false],
])('a call of %s gas fits: %s', async (gas, does) => {
  expect(await fits(async () => gas)).toBe(does);
});

it('a call for which the node finds no gas that is enough does not fit', async () => {
  const error = { code: -32_000, message: 'gas required exceeds allowance (16777216)' };
  const cause = new RpcRequestError({ body: {}, error, url });
  expect(await fits(() => Promise.reject(new BaseError('no estimate', { cause })))).toBe(false);
});

it('nothing is said where the node does not answer', async () => {
  const cause = new HttpRequestError({ url, status: 502 });
  await expect(fits(() => Promise.reject(cause))).rejects.toMatchObject({ code: 'NO_ANSWER' });
});
