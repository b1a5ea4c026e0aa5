import { afterEach, expect, it, vi } from 'vitest';
import { initialStatus } from '#miner/status/minerStatus.ts';
import { MoreOptions } from '#web/mine/work/MoreOptions.tsx';
import { renderPage } from '#web/staking/testing/renderPage.tsx';
import { memoryStorage } from '#web/storage/memoryStorage.ts';

afterEach(() => vi.unstubAllGlobals());

/** On a screen of which these media queries hold. */
function shownOn(...held: string[]): string {
  vi.stubGlobal('localStorage', memoryStorage());
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('matchMedia', (query: string) => ({ matches: held.includes(query) }));
  const nothing = () => undefined;
  const miner = {
    ...{ chooseRest: nothing, getJuryModels: nothing, running: false },
    ...{ restReasons: new Set<never>(), status: initialStatus },
  };
  return renderPage(<MoreOptions miner={miner} />, { config: { chainId: 7 } });
}

it('is folded where the page has one column, so that Start is near, and open beside the status', () => {
  expect(shownOn('(max-width: 53.75em)')).toMatch(/<details class="more-options"><summary>More options</);
  expect(shownOn()).toMatch(/<details class="more-options" open=""/);
});

it('leaves large downloads for juries to who ticks them on a phone, and says why', () => {
  const phone = shownOn('(max-width: 53.75em)', '(pointer:coarse)');
  const jury = (html: string) => /<input[^>]*>(?=<span><label[^>]*>Download models for jury)/.exec(html)?.[0];
  expect(jury(phone)).not.toContain('checked');
  expect(phone).toContain('Off at first on a phone or a metered connection');
  expect(jury(shownOn())).toContain('checked');
  expect(shownOn()).not.toContain('Off at first');
});
