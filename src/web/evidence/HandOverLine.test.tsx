import { expect, it } from 'vitest';
import { HandOverLine } from '#web/evidence/HandOverLine.tsx';
import { renderPage } from '#web/staking/testing/renderPage.tsx';

it.each([
  [undefined, 'Handing your evidence', false],
  [2, '2 of 2 coordinators keep', false],
  [1, '1 of 2 coordinators keep', true],
  [0, 'No coordinator has taken', true],
])('tells who keeps the evidence: %s', (kept, sentence, again) => {
  const html = renderPage(<HandOverLine handed={{ kept, all: 2 }} onHand={() => undefined} />);
  expect(html).toContain(sentence);
  expect(html.includes('Hand it over again')).toBe(again);
});
