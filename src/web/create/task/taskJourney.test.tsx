import type { ReactNode } from 'react';
import { expect, it } from 'vitest';
import type { ApiTask } from '#protocol/messages/api.ts';
import { EXAMPLE_AUDIT, EXAMPLE_RECEIPT } from '#web/coordinator/testing/exampleReceipt.ts';
import { taskJourney } from '#web/create/task/taskJourney.tsx';
import { renderPage } from '#web/staking/testing/renderPage.tsx';

const MINER = `0x${'ab'.repeat(20)}` as const;
const task = (change: Partial<ApiTask>): ApiTask => ({
  ...{ id: EXAMPLE_RECEIPT.task_id, object: 'task', kind: 'image', model: 'icons128', status: 'queued' },
  ...{ created_at: 100, finished_at: null, queue_position: 0, progress: null, note: null, attempts: [] },
  ...{ error: null, receipt: null, result_url: null },
  ...change,
});
const attempt = (outcome: ApiTask['attempts'][number]['outcome'], at: number) => ({
  ...{ miner: MINER, outcome, reason: null, at },
});
/** What a reader sees of it before the chain has named the miner. */
const textOf = (sentence: ReactNode) => renderPage(sentence).replaceAll(/<[^>]*>/g, '');
const sentences = (change: Partial<ApiTask>) =>
  taskJourney(task(change)).map(({ sentence }) => textOf(sentence));

it('begins with the request, and waits for the draw', () => {
  expect(taskJourney(task({}))).toEqual([
    { at: 100, sentence: 'An image was asked for, of the model icons128.', tone: 'past' },
    { at: null, sentence: 'It waits for a miner to be drawn.', tone: 'now' },
  ]);
});

it('tells of each attempt, the signed result and the audit', () => {
  const audit = { ...EXAMPLE_AUDIT, state: 'passed' as const };
  expect(
    sentences({
      ...{ status: 'done', finished_at: 130, receipt: { ...EXAMPLE_RECEIPT, audit } },
      attempts: [attempt('lapsed', 101), attempt('delivered', 111)],
    }),
  ).toEqual([
    'An image was asked for, of the model icons128.',
    'Attempt 1: 0xabab…abab was drawn by stake, and got a signed assignment. It stopped answering.',
    'Attempt 2: 0xabab…abab was drawn by stake, and got a signed assignment.',
    'The miner signed its result, and it was delivered.',
    'Checked: the model gives this result',
  ]);
});

it('ends with what went wrong', () => {
  const error = { code: 'no_miner', message: 'No miner came.' };
  expect(taskJourney(task({ status: 'failed', finished_at: 150, error })).at(-1)).toEqual({
    ...{ at: 150, sentence: 'No miner came.', tone: 'bad' },
  });
});

it('leads from a wrong result to its case, and says why it was not made again', () => {
  const audit = { ...EXAMPLE_AUDIT, state: 'disputed' as const, case_id: '7' };
  const done = task({ status: 'done', finished_at: 130, receipt: { ...EXAMPLE_RECEIPT, audit } });
  const last = taskJourney(done, 'No miner came.').at(-1)!;
  expect(last.tone).toBe('bad');
  expect(renderPage(last.sentence)).toMatch(/could not be made again: No miner came\.[^]*\/cases\/7/);
});
