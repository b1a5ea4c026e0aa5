import { expect, it } from 'vitest';
import { MOVED_PAGES } from '#web/paths/movedPages.ts';

it.each([
  ['/vote', undefined, '', '/nodes'],
  ['/model', undefined, 'id=qwen2.5-0.5b', '/models/qwen2.5-0.5b'],
  ['/model', undefined, 'id=a/b', '/models/a%2Fb'],
  ['/trust/cases/:id', '7', '', '/cases/7'],
  ['/trust/cases/:id', 'x', '', '/cases'],
])('leads from %s (%s, %s) to %s', (from, id, query, to) => {
  const moved = MOVED_PAGES.find((page) => page.from === from)!;
  expect(moved.to(id, new URLSearchParams(query))).toBe(to);
});
