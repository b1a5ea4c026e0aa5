import { expect, it } from 'vitest';
import { normalAddress } from '#coordinator/api/http/clientAddress.ts';
import { Quota } from '#coordinator/api/http/quota.ts';

it('Quota allows each client its own number of requests per period', () => {
  let now = 0;
  const quota = new Quota({ requests: 2, periodSeconds: 10 }, () => now);
  expect(quota.take('a')['x-ratelimit-remaining-requests']).toBe('1');
  quota.take('a');
  now = 4_000;
  expect(() => quota.take('a')).toThrow(expect.objectContaining({ status: 429, code: 'quota_exceeded' }));
  expect(quota.take('b')['x-ratelimit-reset-requests']).toBe('10s');
  now = 10_000;
  expect(quota.take('a')['x-ratelimit-remaining-requests']).toBe('1');
});

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::1', '127.0.0.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8::6', '2001:db8:0:0::/64'],
])('normalAddress counts %s as %s', (address, counted) => {
  expect(normalAddress(address)).toBe(counted);
});
