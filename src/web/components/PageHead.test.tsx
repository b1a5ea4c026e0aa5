import { expect, it } from 'vitest';
import { PageHead } from '#web/components/PageHead.tsx';
import { renderPage } from '#web/staking/testing/renderPage.tsx';

it('a name keeps its own direction, and its heading begins where the page’s lines begin', () => {
  const html = renderPage(<PageHead path="/nodes/:id" name="Ann’s phone" />);
  expect(html).toContain('<h1><bdi>Ann’s phone</bdi></h1>');
});
