import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { afterEach, expect, it, vi } from 'vitest';
import { StorageNotice } from '#web/mine/key/StorageNotice.tsx';
import { renderPage } from '#web/staking/testing/renderPage.tsx';

/** As it looks once the browser has said whether it keeps the site's data. */
function noticeWhere(isKept: boolean | undefined): string {
  const queries = new QueryClient();
  if (isKept !== undefined) queries.setQueryData(['storageKept'], isKept);
  return renderPage(
    <QueryClientProvider client={queries}>
      <StorageNotice />
    </QueryClientProvider>,
  );
}
afterEach(() => vi.unstubAllGlobals());

it.each([
  ['keeps the site’s data', true],
  ['has not said yet whether it does', undefined],
])('says nothing where the browser %s', (_, isKept) => {
  expect(noticeWhere(isKept)).toBe('');
});

it('names all that may be lost, the work that answers a report included, and leads to the backup', () => {
  const html = noticeWhere(false);
  for (const part of ['the miner’s key', 'not redeemed', 'the work with which you could answer a report'])
    expect(html).toContain(part);
  expect(html).toContain('href="/mine/node"');
});

it('is not said twice to who has a backup', () => {
  const read = { getItem: () => '"read"', setItem: () => undefined, removeItem: () => undefined };
  vi.stubGlobal('localStorage', read);
  expect(noticeWhere(false)).toBe('');
});
