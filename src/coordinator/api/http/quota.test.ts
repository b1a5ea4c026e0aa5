import { expect, it } from 'vitest';
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

it('Quota forgets nobody’s spent requests when too many clients come', () => {
  const quota = new Quota({ requests: 2, periodSeconds: 10 }, () => 0);
  quota.take('spent');
  quota.take('spent');
  for (let at = 1; at < 10_000; at++) quota.take(`client ${at}`);
  expect(() => quota.take('spent')).toThrow(expect.objectContaining({ code: 'quota_exceeded' }));
  // Those that come later share one window.
  quota.take('new 1');
  quota.take('new 2');
  expect(() => quota.take('new 3')).toThrow(expect.objectContaining({ code: 'quota_exceeded' }));
  expect(quota.take('client 1')['x-ratelimit-remaining-requests']).toBe('0');
});

it('Quota counts new clients by themselves, however many were given back all that they took', () => {
  const quota = new Quota({ requests: 1, periodSeconds: 10 }, () => 0);
  for (let at = 0; at < 10_000; at++) {
    quota.take(`refused ${at}`);
    quota.refund(`refused ${at}`);
  }
  for (let at = 0; at < 10; at++) expect(quota.take(`new ${at}`)['x-ratelimit-remaining-requests']).toBe('0');
});

it('Quota makes room for new clients when windows end', () => {
  let now = 0;
  const quota = new Quota({ requests: 1, periodSeconds: 10 }, () => now);
  for (let at = 0; at < 10_000; at++) quota.take(`client ${at}`);
  now = 10_000;
  quota.take('new 1');
  quota.take('new 2');
});

it('Quota gives back what was taken, and never more', () => {
  let now = 0;
  const quota = new Quota({ requests: 2, periodSeconds: 10 }, () => now);
  quota.take('a');
  expect(quota.refund('a')['x-ratelimit-remaining-requests']).toBe('2');
  expect(quota.refund('a')['x-ratelimit-remaining-requests']).toBe('2');
  quota.take('a');
  now = 10_000;
  // It was taken of a window that has ended.
  quota.refund('a');
  quota.take('a');
  quota.take('a');
  expect(() => quota.take('a')).toThrow(expect.objectContaining({ code: 'quota_exceeded' }));
});
