import { beforeEach, expect, it, vi } from 'vitest';
import { onNewPage } from '#web/announce/onNewPage.ts';
import { setPageTitle } from '#web/mining/tabTitle.ts';

beforeEach(() => void vi.stubGlobal('document', { title: '' }));

/** The titles that are told on a way over pages, each with its path. */
function toldOn(way: readonly (readonly [path: string, title: string])[]): string[] {
  let path = way[0]![0];
  const told: string[] = [];
  const stop = onNewPage(
    () => path,
    (title) => told.push(title),
  );
  for (const [next, title] of way) {
    path = next;
    setPageTitle(title);
  }
  stop();
  setPageTitle('Later');
  return told;
}

it.each([
  ['not the first page, which the browser tells', [['/mine', 'Mine']], []],
  [
    'each further page',
    [
      ['/mine', 'Mine'],
      ['/stake', 'Stake'],
      ['/mine', 'Mine'],
    ],
    ['Stake', 'Mine'],
  ],
  [
    'a page once, though its title changes',
    [
      ['/mine', 'Mine'],
      ['/stake', 'Stake'],
      ['/stake', 'الحصة'],
    ],
    ['Stake'],
  ],
  [
    'a page with the title of the one before',
    [
      ['/nodes/1', 'Node'],
      ['/nodes/2', 'Node'],
    ],
    ['Node'],
  ],
] as const)('tells %s', (_, way, expected) => {
  expect(toldOn(way)).toEqual(expected);
});
