import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it, vi } from 'vitest';
import { newlyWorking, type OrderState } from '#web/create/order/orderState.ts';
import { ORDER } from '#web/create/order/testing/fakeCoordinator.ts';
import { ResultPanel } from '#web/create/results/ResultPanel.tsx';
import { renderPage } from '#web/staking/testing/renderPage.tsx';

const panel = (state: OrderState, last?: string) => (
  <ResultPanel
    state={state}
    unserved={undefined}
    last={last}
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

it('a panel without a task says where the last result is, which a reload has taken off it', () => {
  expect(renderPage(panel({ phase: 'idle' }, 'an owl'))).toMatch(
    /The last one, “an owl”, is in <a href="\/gallery">your gallery<\/a>/,
  );
  expect(renderPage(panel({ phase: 'idle' }, 'o'.repeat(61)))).toContain(`“${'o'.repeat(60)}…”`);
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
