import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';
import { rereadChain } from '#web/queries/rereadChain.ts';

/** A watched query; each reading waits until it is answered. */
function setUp() {
  const readings: ((value: string) => void)[] = [];
  const queries = new QueryClient();
  const observer = new QueryObserver(queries, {
    queryKey: [...CHAIN_KEY, 'stake'],
    queryFn: () => new Promise<string>((resolve) => readings.push(resolve)),
  });
  observer.subscribe(() => {});
  return { queries, readings, shown: () => observer.getCurrentResult().data };
}

it('begins a first reading anew that was under way at the transaction', async () => {
  const { queries, readings, shown } = setUp();
  const reread = rereadChain(queries);
  await expect.poll(() => readings.length).toBe(2);
  readings[0]!('before');
  readings[1]!('after');
  await reread;
  expect(shown()).toBe('after');
});

it('keeps what is shown until it is read again', async () => {
  const { queries, readings, shown } = setUp();
  readings[0]!('before');
  await expect.poll(shown).toBe('before');
  const reread = rereadChain(queries);
  await expect.poll(() => readings.length).toBe(2);
  expect(shown()).toBe('before');
  readings[1]!('after');
  await reread;
  expect(shown()).toBe('after');
});
