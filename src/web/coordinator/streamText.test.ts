import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ApiFailure } from '#web/coordinator/apiFailure.ts';
import { streamText } from '#web/coordinator/streamText.ts';
import { EXAMPLE_RECEIPT } from '#web/coordinator/testing/exampleReceipt.ts';

const chunk = (content: string, finish: string | null = null, more: object = {}) => ({
  choices: [{ delta: { content }, finish_reason: finish }],
  ...more,
});

function answerWith(events: unknown[], init: ResponseInit = {}): void {
  const text = events
    .map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`)
    .join('');
  vi.stubGlobal('fetch', async () => new Response(text, init));
}

async function run() {
  const deltas: string[] = [];
  const news = { onStart() {}, onTask() {}, onText: (delta: string) => deltas.push(delta) };
  const order = { model: 'tales', prompt: 'Once' };
  const answer = await streamText('http://c.test', order, news, new AbortController().signal);
  return { deltas, answer };
}

const failureOf = async () =>
  run().then(
    () => expect.unreachable(),
    (error: unknown) => error as ApiFailure,
  );

describe('streamText', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('reports deltas in order, then returns the whole text and the receipt', async () => {
    const usage = { choices: [], usage: { prompt_tokens: 3, completion_tokens: 2 } };
    answerWith([
      ...[chunk('Once '), chunk('upon'), chunk('', 'length', { cuckoo: EXAMPLE_RECEIPT })],
      ...[usage, '[DONE]'],
    ]);
    const { deltas, answer } = await run();
    expect(deltas).toEqual(['Once ', 'upon']);
    expect(answer).toMatchObject({
      ...{ text: 'Once upon', finishReason: 'length', receipt: { seconds: 2 } },
      tokens: { prompt: 3, answer: 2 },
    });
  });

  it('rejects a stream that ends without a receipt as cut off', async () => {
    answerWith([chunk('Once '), '[DONE]']);
    expect((await failureOf()).code).toBe('cut_off');
  });

  it('rejects with the coordinator’s own sentence for an error inside the stream', async () => {
    answerWith([
      { error: { message: 'No miner is online.', type: 'server_error', code: 'no_miner', param: null } },
    ]);
    expect(await failureOf()).toMatchObject({ code: 'no_miner', message: 'No miner is online.' });
  });

  it('rejects with the sentence and the status of a refused request', async () => {
    const error = { error: { message: 'Quota used up.', type: 'rate_limit', code: null, param: null } };
    vi.stubGlobal('fetch', async () => Response.json(error, { status: 429 }));
    expect(await failureOf()).toMatchObject({
      code: 'rate_limit',
      details: { status: 429 },
      message: 'Quota used up.',
    });
  });

  it('tells an unreadable answer from no answer', async () => {
    answerWith(['{oops']);
    expect((await failureOf()).code).toBe('bad_answer');
    answerWith([{ choices: 7 }]);
    expect((await failureOf()).code).toBe('bad_answer');
    vi.stubGlobal('fetch', async () => new Response('<html>', { status: 502 }));
    expect(await failureOf()).toMatchObject({ code: 'bad_answer', details: { status: 502 } });
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('failed to fetch')));
    expect((await failureOf()).code).toBe('unreachable');
  });
});
