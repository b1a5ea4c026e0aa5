import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { ResultPanel } from '#web/create/results/ResultPanel.tsx';

it('a panel without a task promises nothing that depends on a miner', () => {
  const html = renderToStaticMarkup(
    <ResultPanel state={{ phase: 'idle' }} onCancel={() => {}} onRetry={undefined} onStartFrom={undefined} />,
  );
  expect(html).toContain('>Your result appears here.<');
  expect(html).not.toMatch(/ready/i);
});

it('an idle panel has nothing that moves', () => {
  const html = renderToStaticMarkup(
    <ResultPanel state={{ phase: 'idle' }} onCancel={() => {}} onRetry={undefined} onStartFrom={undefined} />,
  );
  // A progress element without a value is drawn anew for every frame.
  expect(html).toMatch(/<progress[^>]* value="0"/);
});
