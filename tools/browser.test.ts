import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Progress } from '#devnet/build/progress.ts';

const { offerBrowser } = (await import('./browser.mjs' as string)) as {
  offerBrowser(find: () => string | undefined, progress: Progress): Promise<void>;
};
const said = vi.fn();
const progress: Progress = { say: said, begin: () => () => undefined };

// No program is found, so none can install a browser, as on a machine that is offline.
beforeEach(() => {
  said.mockClear();
  vi.stubEnv('PATH', '');
  vi.spyOn(console, 'log').mockImplementation(said);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

it('a start that finds a browser installs none and says nothing', async () => {
  await offerBrowser(() => '/usr/bin/chromium', progress);
  expect(said).not.toHaveBeenCalled();
});

it('a start that can have no browser goes on: it says what it tries, how to leave it out, and where to mine', async () => {
  await offerBrowser(() => undefined, progress);
  const sentences = said.mock.calls.map(([sentence]) => String(sentence)).join('\n');
  const inOrder = ['150 MB', '--no-house-miner', 'could not be installed', 'Mine page'];
  const places = inOrder.map((part) => sentences.indexOf(part));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});
