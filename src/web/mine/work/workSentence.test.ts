import { expect, it } from 'vitest';
import { initialStatus, type MinerStatus, NO_FIGURES } from '#miner/status/minerStatus.ts';
import { workSentence } from '#web/mine/work/workSentence.ts';

const PROBLEM = 'The chain has not been read since noon.';
const SAID = `${PROBLEM} This tab takes no task until that is over.`;
const task = { taskId: '0x1', kind: 'image', model: 'draw', done: 0, total: 4, text: null } as const;
const sentence = (change: Partial<MinerStatus>) => workSentence({ ...initialStatus, ...change });

it('the work panel says why a tab that lost the chain takes no task, until it has it again', () => {
  expect(sentence({ phase: 'mining', chainProblem: PROBLEM })).toBe(SAID);
  expect(sentence({ phase: 'connecting', chainProblem: PROBLEM })).toBe(SAID);
  expect(sentence({ phase: 'mining', resting: true, chainProblem: PROBLEM })).toBe(SAID);
  expect(sentence({ phase: 'mining', chainProblem: null })).toBe('Mining: waiting for a task.');
});

it('the work panel says that a clock is so fast that every task is over before it begins', () => {
  expect(sentence({ phase: 'mining', isClockFast: true })).toMatch(/clock is fast.*Set the clock right/);
  expect(sentence({ phase: 'mining', isClockFast: true, current: [task] })).toContain('drawing with draw');
});

it('the work panel says why no coordinator gives work, once all have refused', () => {
  const ann = { operator: '0x1', name: 'Ann', figures: NO_FIGURES } as const;
  const told = { ...ann, code: 'JAILED', sentence: 'It is jailed.' } as const;
  const refused = { ...told, state: 'refused' } as const;
  const connecting = { ...told, state: 'connecting', code: null, sentence: null } as const;
  const jailed = 'This miner is jailed after a fault and gets no tasks until its owner unjails it.';
  expect(sentence({ phase: 'connecting', coordinators: [refused] })).toBe(`No work: ${jailed}`);
  const still = 'Connecting to coordinators…';
  expect(sentence({ phase: 'connecting', coordinators: [refused, connecting] })).toBe(still);
  expect(sentence({ phase: 'connecting', coordinators: [] })).toBe(still);
});

it('the work panel goes on to show the task that runs, and the miner’s own end', () => {
  expect(sentence({ phase: 'mining', current: [task], chainProblem: PROBLEM })).toContain(
    'drawing with draw',
  );
  expect(sentence({ phase: 'stopping', chainProblem: PROBLEM })).toBe('Stopping after the current task…');
});

it.each([
  [undefined, 'while you use this page'],
  ['used', 'while you use this page'],
  ['paused', 'by you'],
  ['battery', 'runs on its battery'],
  ['hours', 'until 22:00, outside the hours'],
] as const)('the work panel says why the tab rests: %s', (reason, said) => {
  const status: MinerStatus = { ...initialStatus, phase: 'mining', resting: true };
  expect(workSentence(status, { restReason: reason, minesFrom: '22:00' })).toContain(said);
});

it('the work panel says until when the GPU rests, unless the page has a reason of its own', () => {
  const restsUntil = new Date(2026, 10, 30, 18, 0, 5).getTime() / 1_000;
  const status: MinerStatus = { ...initialStatus, phase: 'mining', resting: true, restsUntil };
  expect(workSentence(status)).toContain('Resting until 18:00:05');
  expect(workSentence(status, { restReason: 'battery' })).toContain('runs on its battery');
  expect(workSentence({ ...status, current: [task] })).toContain('drawing with draw');
});
