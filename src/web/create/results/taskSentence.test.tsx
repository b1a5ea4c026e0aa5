import { QueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import type { ApiTask } from '#protocol/messages/api.ts';
import { EXAMPLE_RECEIPT } from '#web/coordinator/testing/exampleReceipt.ts';
import { newlyWorking } from '#web/create/order/orderState.ts';
import {
  doneSentence,
  taskFraction,
  taskSentence,
  workingSentence,
} from '#web/create/results/taskSentence.tsx';
import { nodeIdKey } from '#web/nodeTag/NodeTag.tsx';
import { renderPage } from '#web/staking/testing/renderPage.tsx';

const MINER = '0xA1b2c3D4e5F60718293a4b5C6d7e8F9001122334' as const;
const attempt = { miner: MINER, outcome: 'open', reason: null, at: 1 } as const;
const task = (news: Partial<ApiTask>): ApiTask => ({
  id: `0x${'1'.repeat(64)}`,
  object: 'task',
  kind: 'image',
  model: 'icons',
  status: 'queued',
  created_at: 1,
  finished_at: null,
  queue_position: 0,
  progress: null,
  attempts: [],
  error: null,
  receipt: null,
  result_url: null,
  ...news,
});

/** What a reader sees of it before the chain has named the miner. */
const textOf = (sentence: ReactNode) => renderPage(sentence).replaceAll(/<[^>]*>/g, '');

describe('taskSentence', () => {
  it.each([
    [null, /Sending/],
    [task({}), /Next in the queue/],
    [task({ queue_position: 1 }), /behind 1 task…/],
    [task({ queue_position: 3 }), /behind 3 tasks/],
    [task({ queue_position: 1_200 }), /behind 1,200 tasks/],
    [
      task({ status: 'running', kind: 'text', progress: { done: 1, total: 40 } }),
      /^1 token written at a miner/,
    ],
    [task({ status: 'assigned', attempts: [attempt] }), /Assigned to 0xA1b2…2334…/],
    [task({ status: 'assigned', attempts: [attempt, attempt] }), /second try/],
    [
      task({ status: 'running', attempts: [attempt], progress: { done: 0, total: 8 } }),
      /^On the first of 8 steps at 0xA1b2…2334…$/,
    ],
    [
      task({ status: 'running', attempts: [attempt], progress: { done: 1, total: 8 } }),
      /^Step 1 of 8 at 0xA1b2…2334…$/,
    ],
    [task({ status: 'running', attempts: [attempt], progress: { done: 2, total: 8 } }), /Step 2 of 8/],
    [
      task({ status: 'running', kind: 'text', progress: { done: 5, total: 40 } }),
      /5 tokens written at a miner/,
    ],
    [
      task({ status: 'failed', error: { code: 'x', message: 'Eight miners failed.' } }),
      /Eight miners failed\./,
    ],
    [task({ status: 'expired' }), /expired/],
  ])('describes state %#', (state, sentence) => {
    expect(textOf(taskSentence(state))).toMatch(sentence);
  });
});

it('taskSentence says what a task in the queue waits for where no miner is online', () => {
  expect(textOf(taskSentence(task({}), true))).toMatch(/^No miner is online for this model yet\./);
  const assigned = task({ status: 'assigned', attempts: [attempt] });
  expect(textOf(taskSentence(assigned, true))).toMatch(/^Assigned to 0x/);
});

it('taskSentence names the miner, and leads to it', () => {
  const queries = new QueryClient();
  queries.setQueryData(nodeIdKey(MINER), 7n);
  const state = task({ status: 'running', attempts: [attempt] });
  expect(renderPage(taskSentence(state), { queries })).toMatch(/^Running at <a [^>]*href="\/nodes\/7"/);
});

describe('workingSentence', () => {
  const running = task({ status: 'running', kind: 'text', progress: { done: 5, total: 40 } });
  const order = { url: 'http://c.test', kind: 'text', model: 'tales', prompt: 'Once' } as const;
  const working = { ...newlyWorking(order, null, 0), task: running };

  it.each([
    ['a text whose stream is read', working, '5 tokens written at a miner…'],
    [
      'a text that is looked up',
      { ...working, followed: true },
      '5 tokens written at a miner… The text appears here when it is finished.',
    ],
    [
      'a text of which the beginning came',
      { ...working, followed: true, text: 'Once' },
      '5 tokens written at a miner… The rest appears when it is finished.',
    ],
    [
      'an image that is looked up',
      { ...working, kind: 'image' as const, task: { ...running, kind: 'image' as const }, followed: true },
      'Step 5 of 40 at a miner…',
    ],
    ['a notice', { ...working, followed: true, notice: 'Away.' }, 'Away.'],
    [
      'a text that has come whole',
      { ...working, text: 'Once', ended: true },
      'Done; keeping the result in this browser…',
    ],
    ['a cancel', { ...working, cancelling: true, notice: 'Away.' }, 'Cancelling…'],
  ])('of %s', (_, state, sentence) => {
    expect(textOf(workingSentence(state))).toBe(sentence);
  });
});

describe('taskFraction', () => {
  it('is null unless the task runs and reports progress', () => {
    expect(taskFraction(null)).toBeNull();
    expect(taskFraction(task({ progress: { done: 1, total: 2 } }))).toBeNull();
    expect(taskFraction(task({ status: 'running' }))).toBeNull();
    expect(taskFraction(task({ status: 'running', progress: { done: 1, total: 4 } }))).toBe(0.25);
    expect(taskFraction(task({ status: 'running', progress: { done: 9, total: 4 } }))).toBe(1);
    expect(taskFraction(task({ status: 'running', progress: { done: 0, total: 0 } }))).toBeNull();
  });
});

describe('doneSentence', () => {
  const text = {
    id: '0x01',
    prompt: 'Once',
    savedAt: 1,
    kind: 'text',
    text: 'a',
    receipt: EXAMPLE_RECEIPT,
  } as const;
  const tokens = { prompt: 3, answer: 64 };

  it.each([
    [
      'a text that ended by itself',
      { ...text, finishReason: 'stop', tokens },
      false,
      /^Cuckoo! Your result is ready\.$/,
    ],
    [
      'a text that was cut',
      { ...text, finishReason: 'length', tokens },
      false,
      /^It reached the limit of 64 tokens/,
    ],
    [
      'a cut text of unknown length',
      { ...text, finishReason: 'length' },
      false,
      /^It reached its limit of tokens/,
    ],
    [
      'a result that could not be kept',
      { ...text, finishReason: 'stop' },
      true,
      /ready\. This browser could not keep it/,
    ],
  ] as const)('tells of %s', (_, result, unsaved, sentence) => {
    expect(doneSentence({ phase: 'done', result, unsaved })).toMatch(sentence);
  });
});
