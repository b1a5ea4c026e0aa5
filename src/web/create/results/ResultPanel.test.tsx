import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it, vi } from 'vitest';
import { newlyWorking, type OrderState } from '#web/create/order/orderState.ts';
import { ORDER } from '#web/create/order/testing/fakeCoordinator.ts';
import { ResultPanel } from '#web/create/results/ResultPanel.tsx';
import { renderPage } from '#web/staking/testing/renderPage.tsx';

const panel = (state: OrderState) => (
  <ResultPanel
    state={state}
    unserved={undefined}
    onCancel={() => {}}
    onRetry={undefined}
    onStartFrom={undefined}
  />
);

it('a panel without a task promises nothing that depends on a miner', () => {
  const html = renderToStaticMarkup(panel({ phase: 'idle' }));
  expect(html).toContain('>Your result appears here.<');
  expect(html).not.toMatch(/ready/i);
});

it('an idle panel has nothing that moves', () => {
  const html = renderToStaticMarkup(panel({ phase: 'idle' }));
  // A progress element without a value is drawn anew for every frame.
  expect(html).toMatch(/<progress[^>]* value="0"/);
});

it('a task under way shows how long it has taken, beside the button that cancels it', () => {
  vi.useFakeTimers({ now: 90_500 });
  const html = renderPage(panel(newlyWorking(ORDER, null, 17_000)));
  vi.useRealTimers();
  expect(html).toMatch(/>Cancel<\/button><span[^>]*>Elapsed: <span[^>]* role="timer">1 min 13 s</);
});
