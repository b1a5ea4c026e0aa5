import { afterEach, expect, it, vi } from 'vitest';
import { Advice } from '#web/mine/odds/WhyNoWork.tsx';
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
