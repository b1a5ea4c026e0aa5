import { expect, it } from 'vitest';
import { computingStack } from '#miner/engine/computingStack.ts';
import { adapter } from '#miner/testing/engine.ts';

const CHROME =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36';
const EDGE = `${CHROME} Edg/143.0.0.0`;
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
const SAFARI =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15';

it.each([
  [CHROME, 'Chrome 143'],
  [EDGE, 'Edg 143'],
  [FIREFOX, 'Firefox 145'],
  [SAFARI, 'Version 26'],
  ['something else', 'unnamed browser'],
])('names the GPU, the browser and the engine: %s', (userAgent, browser) => {
  expect(computingStack({ ...adapter, engine: '1.30.0', userAgent })).toBe(
    `acme gen-1; ${browser}; ONNX Runtime 1.30.0`,
  );
});

it.each([
  ['another GPU', { vendor: 'other' }],
  ['another version of the browser', { userAgent: CHROME.replaceAll('143', '144') }],
  ['another browser', { userAgent: FIREFOX }],
  ['another version of the engine', { engine: '1.31.0' }],
])('is another one with %s', (_, change) => {
  const own = { ...adapter, engine: '1.30.0', userAgent: CHROME };
  expect(computingStack({ ...own, ...change })).not.toBe(computingStack(own));
});

it('fits into a hello and keeps all versions, however long the GPU’s name is', () => {
  const long = { ...adapter, engine: '1.30.0', userAgent: CHROME, description: 'x'.repeat(300) };
  const stack = computingStack(long);
  expect(stack).toHaveLength(200);
  expect(stack.endsWith('; Chrome 143; ONNX Runtime 1.30.0')).toBe(true);
});
