import { expect, it, vi } from 'vitest';
import { CALL_PAUSE_S, PaidCalls } from '#web/mine/sound/paidCalls.ts';

function setUp(isOn = true) {
  let now = 0;
  const call = vi.fn();
  const calls = new PaidCalls({ isWanted: () => isOn, call, nowMs: () => now });
  const earn = (wei: number, phase: 'mining' | 'connecting' | 'off' = 'mining') =>
    calls.look({ phase, earnedWei: String(wei) });
  return { call, earn, pass: (seconds: number) => (now += seconds * 1_000) };
}

it('calls once when a mining tab is paid', () => {
  const { call, earn } = setUp();
  earn(5);
  earn(5);
  expect(call).not.toHaveBeenCalled();
  earn(7);
  expect(call).toHaveBeenCalledTimes(1);
});

it('does not call for what was earned before the tab mined', () => {
  const { call, earn } = setUp();
  earn(0, 'connecting');
  earn(90);
  earn(0, 'off');
  earn(0, 'connecting');
  earn(95);
  expect(call).not.toHaveBeenCalled();
});

it('calls no more than once in ten seconds, and does not make up for it later', () => {
  const { call, earn, pass } = setUp();
  earn(1);
  for (const wei of [2, 3, 4]) earn(wei);
  pass(CALL_PAUSE_S - 1);
  earn(5);
  expect(call).toHaveBeenCalledTimes(1);
  pass(1);
  earn(5);
  expect(call).toHaveBeenCalledTimes(1);
  earn(6);
  expect(call).toHaveBeenCalledTimes(2);
});

it('is silent where its user has not switched it on', () => {
  const { call, earn } = setUp(false);
  earn(1);
  earn(2);
  expect(call).not.toHaveBeenCalled();
});
