import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { hasMissingPart, noteMissingParts, reloadOnceReplaced } from '#web/offline/missingPart.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const ASK_MS = 3_000;
const pass = (times: number) => vi.advanceTimersByTimeAsync(times * ASK_MS);

function waiting(answers: (boolean | Error)[], isMining = () => false) {
  const reload = vi.fn();
  const isReplaced = vi.fn(async () => {
    const answer = answers.shift() ?? false;
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const stop = reloadOnceReplaced({ isReplaced, isMining, reload });
  return { reload, isReplaced, stop };
}

it('a page that lacks a part is reloaded when the new version is there, and once', async () => {
  const { reload } = waiting([new TypeError('Failed to fetch'), false, true, true]);
  await pass(2);
  expect(reload).not.toHaveBeenCalled();
  await pass(3);
  expect(reload).toHaveBeenCalledOnce();
});

it('the newest version is never reloaded', async () => {
  const { reload, stop } = waiting([]);
  await pass(100);
  expect(reload).not.toHaveBeenCalled();
  stop();
  expect(vi.getTimerCount()).toBe(0);
});

it('a tab that mines is left alone until it does not', async () => {
  let mining = true;
  const { reload, isReplaced } = waiting([true], () => mining);
  await pass(5);
  expect(isReplaced).not.toHaveBeenCalled();
  mining = false;
  await pass(1);
  expect(reload).toHaveBeenCalledOnce();
});

it('the page notes that a part is missing', () => {
  const page = new EventTarget();
  noteMissingParts(page as never);
  expect(hasMissingPart()).toBe(false);
  page.dispatchEvent(new Event('vite:preloadError'));
  expect(hasMissingPart()).toBe(true);
});
