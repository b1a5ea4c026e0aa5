import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { EXAMPLE_RECEIPT } from '#web/coordinator/testing/exampleReceipt.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';
import { OwnShares } from '#web/create/share/ownShares.ts';
import { ShareResult } from '#web/create/share/ShareResult.tsx';
import { renderPage } from '#web/staking/testing/renderPage.tsx';
import { memoryStorage } from '#web/storage/memoryStorage.ts';

const NOW_MS = Date.UTC(2026, 10, 30, 12);
const RESULT: SavedResult = {
  ...{ kind: 'text', id: '0x1', prompt: 'a tale', text: 'Once', savedAt: NOW_MS - 1_000 },
  ...{ receipt: EXAMPLE_RECEIPT, source: { url: 'http://a.example', key: 'key' } },
};

beforeEach(() => {
  vi.stubGlobal('localStorage', memoryStorage());
  vi.useFakeTimers({ now: NOW_MS });
});
afterEach(() => void vi.useRealTimers());

it('a new result can be shared', () => {
  const html = renderPage(<ShareResult result={RESULT} />);
  expect(html).toMatch(/aria-label="Share publicly: “a tale”"[^>]*>Share publicly</);
  expect(html).not.toContain('Public until');
});

it('one that is public says until when, where everybody sees it, and can be taken back', () => {
  new OwnShares().note(EXAMPLE_RECEIPT.task_id, Date.UTC(2026, 11, 30, 12) / 1_000);
  const old = { ...RESULT, savedAt: NOW_MS - 9 * 24 * 3_600_000 };
  const html = renderPage(<ShareResult result={old} />);
  expect(html).toContain('Public until 30 Dec 2026 at the latest.');
  expect(html).toContain(`href="/tasks/${EXAMPLE_RECEIPT.task_id}"`);
  expect(html).toMatch(/aria-label="Take it back: “a tale”"[^>]*>Take it back</);
});

it('an old one offers nothing: its coordinator has deleted it', () => {
  expect(renderPage(<ShareResult result={{ ...RESULT, savedAt: NOW_MS - 24 * 3_600_000 }} />)).toBe('');
});
