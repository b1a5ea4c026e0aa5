import { expect, it } from 'vitest';
import { AccusedCard } from '#web/mine/jury/AccusedCard.tsx';
import { renderPage } from '#web/staking/testing/renderPage.tsx';

const shown = (casesAgainst: string[]) => renderPage(<AccusedCard casesAgainst={casesAgainst} />);

it('names each case against the node, with the page where it can be answered', () => {
  const html = shown(['9', '7']);
  expect(html).toContain('role="alert"');
  expect([...html.matchAll(/href="([^"]+)"[^>]*>([^<]+)</g)].map(([, href, text]) => [href, text])).toEqual([
    ['/cases/9', 'Case 9'],
    ['/cases/7', 'Case 7'],
  ]);
});
