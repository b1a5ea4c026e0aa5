import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { stepPrinter } from '#tools/stepPrinter.mjs';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function printer(isTerminal: boolean) {
  const lines: string[] = [];
  return { lines, ...stepPrinter({ isTerminal, print: (line) => lines.push(line) }) };
}

it('names a step as it begins, and what came of it after how long', () => {
  const { lines, begin } = printer(true);
  const end = begin('contracts');
  expect(lines).toEqual(['  contracts …']);
  vi.advanceTimersByTime(2_340);
  end('built');
  expect(lines.slice(1)).toEqual(['  contracts: built after 2.3 s']);
});

it('tells in a terminal every ten seconds which steps still run, until the last has ended', () => {
  const { lines, begin } = printer(true);
  const endFirst = begin('contracts');
  vi.advanceTimersByTime(4_000);
  const endSecond = begin('models');
  lines.length = 0;
  vi.advanceTimersByTime(6_000);
  expect(lines).toEqual(['  … contracts 10 s, models 6 s']);
  endFirst('built');
  lines.length = 0;
  vi.advanceTimersByTime(10_000);
  expect(lines).toEqual(['  … models 16 s']);
  endSecond('built');
  lines.length = 0;
  vi.advanceTimersByTime(60_000);
  expect(lines).toEqual([]);
});

it('counts the seconds of a step that begins after the others have ended', () => {
  const { lines, begin } = printer(true);
  begin('contracts')('built');
  begin('page');
  vi.advanceTimersByTime(10_000);
  expect(lines.at(-1)).toBe('  … page 10 s');
});

it('writes no seconds of what still runs to a log', () => {
  const { lines, begin } = printer(false);
  begin('contracts');
  vi.advanceTimersByTime(60_000);
  expect(lines).toEqual(['  contracts …']);
});
