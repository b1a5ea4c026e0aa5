import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LINGER_MS, leaveOnceSeen } from '#web/toasts/leaveOnceSeen.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function start(hidden: boolean) {
  const page = Object.assign(new EventTarget(), { hidden });
  const leave = vi.fn();
  const stop = leaveOnceSeen(page, leave);
  const turn = (isHidden: boolean) => {
    page.hidden = isHidden;
    page.dispatchEvent(new Event('visibilitychange'));
  };
  return { leave, stop, turn };
}

it('leaves after some seconds in sight', () => {
  const { leave } = start(false);
  vi.advanceTimersByTime(LINGER_MS - 1);
  expect(leave).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(leave).toHaveBeenCalledOnce();
});

it('stays while the page is hidden, and for some seconds after that', () => {
  const { leave, turn } = start(false);
  vi.advanceTimersByTime(LINGER_MS - 1);
  turn(true);
  vi.advanceTimersByTime(10 * LINGER_MS);
  expect(leave).not.toHaveBeenCalled();
  turn(false);
  vi.advanceTimersByTime(LINGER_MS);
  expect(leave).toHaveBeenCalledOnce();
});

it.each([[true], [false]])('does not leave once it was stopped; hidden: %s', (hidden) => {
  const { leave, stop, turn } = start(hidden);
  stop();
  turn(false);
  vi.advanceTimersByTime(LINGER_MS);
  expect(leave).not.toHaveBeenCalled();
});
