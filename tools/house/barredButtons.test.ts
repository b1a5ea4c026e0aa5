import { expect, it } from 'vitest';
import { barredButtons } from '#tools/house/barredButtons.ts';
import { trackedFiles } from '#tools/house/trackedFiles.ts';

it('every button that can be barred says why: it is an ActionButton', () => {
  const pages = trackedFiles('src/web/*.tsx');
  expect(pages.filter(({ text }) => text.includes('<button')).length).toBeGreaterThan(10);
  expect(barredButtons(pages)).toEqual([]);
});

it.each([
  ['<button disabled>Go</button>', true],
  ['<button type="button" disabled={!ready} onClick={() => go()}>Go</button>', true],
  ['<button onClick={() => list.map(({ id }) => go({ id }))} aria-disabled={!ready}>Go</button>', true],
  ['<button type="button" onClick={() => go()}>Go</button>', false],
  ['<button>Go</button><input disabled={busy} />', false],
  ['<ActionButton unavailable={missing}>Go</ActionButton>', false],
])('finds a barred button in %s: %s', (text, isFound) => {
  expect(barredButtons([{ path: 'src/web/page.tsx', text }])).toHaveLength(isFound ? 1 : 0);
});
