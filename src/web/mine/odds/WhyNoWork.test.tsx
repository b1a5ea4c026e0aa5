import { afterEach, expect, it, vi } from 'vitest';
import { Advice, ModelOddsList } from '#web/mine/odds/WhyNoWork.tsx';
import { renderPage } from '#web/staking/testing/renderPage.tsx';

afterEach(() => vi.unstubAllGlobals());

it('ends with what its owner can do: make a task, and on a phone keep the screen on', () => {
  const link = /<a href="\/create">Make the first task yourself<\/a>/;
  expect(renderPage(<Advice />)).toMatch(link);
  expect(renderPage(<Advice />)).not.toContain('screen');
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  expect(renderPage(<Advice />)).toMatch(link);
  expect(renderPage(<Advice />)).toContain('Keep this page open and the screen on.');
});

it('tells the odds by model, where there are several', () => {
  const icons = { id: 'icons', name: 'Icons', share: 0.25, tasks: 60, secondsPerTask: 240 };
  const stories = { id: 'stories', name: 'Stories', share: 1, tasks: 0, secondsPerTask: undefined };
  expect(renderPage(<ModelOddsList byModel={[icons]} />)).toBe('');
  const html = renderPage(<ModelOddsList byModel={[icons, stories]} />);
  expect(html).toContain(
    'Icons: your share of the draw is 25 %. 60 tasks in the last hour: one for you about every 4 min.',
  );
  expect(html).toContain('Stories: your share of the draw is 100 %. No task in the last hour.');
});
