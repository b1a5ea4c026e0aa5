import { createPublicClient, http } from 'viem';
import { expect, it } from 'vitest';
import { createLog } from '#coordinator/telemetry/log.ts';
import { withoutUrls } from '#coordinator/telemetry/withoutUrls.ts';

const SECRET = 'abc123secret';

it.each([
  [`https://rpc.example/v2/${SECRET}`, 'https://rpc.example'],
  [
    `URL: https://rpc.example:8545/?key=${SECRET}\\nRequest body`,
    'URL: https://rpc.example:8545\\nRequest body',
  ],
  [`"postgres://bob:${SECRET}@db.example/cuckoo"`, '"postgres://db.example"'],
  [`wss://user:${SECRET}@rpc.example`, 'wss://rpc.example'],
  [`https://rpc.example#${SECRET}`, 'https://rpc.example'],
  ['file:///srv/cuckoo/src/main.ts:3:1', 'file:///srv/cuckoo/src/main.ts:3:1'],
  ['http://127.0.0.1:8787', 'http://127.0.0.1:8787'],
])('withoutUrls makes %s %s', (text, cut) => {
  expect(withoutUrls(text)).toBe(cut);
});

it('the log has no key of a chain node, wherever an error carries it', async () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  const fetchFn = () => Promise.reject(new Error(`could not fetch https://rpc.example/v2/${SECRET}`));
  const client = createPublicClient({
    transport: http(`https://rpc.example/v2/${SECRET}`, { retryCount: 0, fetchFn }),
  });
  const error = await client.getBlockNumber().catch((each: unknown) => each);
  expect(String(error)).toContain(SECRET);
  log.error({ err: new Error('could not check the deposit', { cause: error }) }, 'it failed');
  log.warn({ url: `https://rpc.example/v2/${SECRET}` }, `a problem with https://rpc.example/v2/${SECRET}`);
  expect(lines).toHaveLength(2);
  expect(lines.join()).not.toContain(SECRET);
  expect(lines.join()).toContain('https://rpc.example');
});
