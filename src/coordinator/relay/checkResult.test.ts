import { expect, it } from 'vitest';
import { checkResult } from '#coordinator/relay/checkResult.ts';
import { ScriptedWorker } from '#coordinator/testing/scriptedWorker.ts';
import { accountOf, testCatalogue } from '#coordinator/testing/world.ts';
import { encodeWire } from '#protocol/messages/wire.ts';
import { resultHashOf } from '#protocol/signed/resultSignature.ts';
import type { TextRequest } from '#protocol/task/taskRequest.ts';
import { textTrace, traceOf } from '#protocol/trace/workTrace.ts';

const request: TextRequest = {
  ...{
    kind: 'text',
    model: 'talk',
    messages: [{ role: 'user', content: 'three short words' }],
    maxTokens: 4,
  },
  ...{
    temperature: 0,
    topP: 1,
    stop: [],
    seed: 1,
    manifest: `0x${'0'.repeat(64)}`,
    salt: `0x${'0'.repeat(32)}`,
  },
};
const good = { kind: 'text', text: 'once upon', tokens: [3, 4], promptTokens: 3, finishReason: 'stop' };
const ann = accountOf('ann').address;
const check = (result: object, change: Partial<TextRequest> = {}) =>
  checkResult(testCatalogue(), { ...request, ...change }, encodeWire(result), ann);
/** What a result is that passes: it is charged for its prompt and its answer. */
const passed = (result: { promptTokens: number; tokens: number[] }) => ({
  hash: resultHashOf(encodeWire(result)),
  units: result.promptTokens + result.tokens.length,
  trace: traceOf(textTrace(result.tokens)).root,
});

it('checkResult accepts a text within the request’s limits', async () => {
  expect(await check(good)).toEqual(passed(good));
});

it.each([
  ['more prompt tokens than the prompt has', { promptTokens: 4 }, 'BAD_RESULT'],
  ['fewer prompt tokens than the prompt has', { promptTokens: 2 }, 'BAD_RESULT'],
  [
    'one token more than were asked for',
    { tokens: [3, 4, 5, 6, 7], text: 'once upon a time<7>', finishReason: 'length' },
    'BAD_RESULT',
  ],
  ['a stop token before the others', { tokens: [2, 3], text: '<2>once' }, 'BAD_RESULT'],
  ['more tokens than were asked for', { tokens: [1, 2, 3, 4, 5] }, 'BAD_RESULT'],
  ['a text that its tokens do not decode to', { text: 'pay me' }, 'BAD_RESULT'],
  ['less text than its tokens decode to', { text: 'once' }, 'BAD_RESULT'],
  ['a stop token among the others', { tokens: [3, 2], text: 'once<2>' }, 'BAD_RESULT'],
  ['an end by length before the last token', { finishReason: 'length' }, 'BAD_RESULT'],
  [
    'an end by itself at the last token',
    { tokens: [3, 4, 5, 6], text: 'once upon a time', finishReason: 'stop' },
    'BAD_RESULT',
  ],
  ['an unknown field', { extra: 1 }, 'MALFORMED'],
])('checkResult refuses %s', async (_, change, code) => {
  await expect(check({ ...good, ...change })).rejects.toMatchObject({ code });
});

it('checkResult accepts a text that ends before its stop string, or at its last token', async () => {
  const cut = { ...good, text: 'once' };
  expect(await check(cut, { stop: [' up', 'never'] })).toEqual(passed(cut));
  const full = { ...good, tokens: [3, 4, 5, 6], text: 'once upon a time', finishReason: 'length' };
  expect(await check(full)).toEqual(passed(full));
});

it('checkResult accepts a text that could have become a stop string, and one that ends with one in time', async () => {
  expect(await check(good, { stop: [' upon never'] })).toEqual(passed(good));
  const cut = { ...good, text: 'once' };
  expect(await check(cut, { stop: [' up'], maxTokens: 2 })).toEqual(passed(cut));
  const byLength = { ...cut, finishReason: 'length' };
  await expect(check(byLength, { stop: [' up'], maxTokens: 2 })).rejects.toMatchObject({
    code: 'BAD_RESULT',
  });
});

it('checkResult refuses more tokens than the context has room for, and accepts as many', async () => {
  // 60 of the context's 64 tokens are the prompt's.
  const messages = [{ role: 'user' as const, content: 'word '.repeat(60) }];
  const long = { messages, maxTokens: 16 };
  const full = {
    ...good,
    promptTokens: 60,
    tokens: [3, 4, 5, 6],
    text: 'once upon a time',
    finishReason: 'length',
  };
  expect(await check(full, long)).toEqual(passed(full));
  const beyond = { ...full, tokens: [3, 4, 5, 6, 7], text: 'once upon a time<7>' };
  await expect(check(beyond, long)).rejects.toMatchObject({ code: 'BAD_RESULT' });
});

it('checkResult refuses tokens after a stop string that the first token has', async () => {
  const first = { ...good, tokens: [3, 4], text: '' };
  await expect(check(first, { stop: ['once'] })).rejects.toMatchObject({ code: 'BAD_RESULT' });
});

it('checkResult reads the log-probabilities of thousands of tokens', async () => {
  const top = Array.from({ length: 20 }, (_, at) => [at + 3, -0.5]);
  const most = new Array(5_000).fill({ logprob: -0.5, top });
  const many = { ...good, logprobs: most.slice(0, 4_096) };
  // Refused for their number, which means that they were read.
  await expect(check(many, { topLogprobs: 20, maxTokens: 4_096 })).rejects.toMatchObject({
    code: 'BAD_RESULT',
  });
});

it.each([
  ['goes on after its stop string', { ...good, tokens: [3, 4, 5], text: 'once upon a' }],
  ['has its stop string', good],
  ['goes on after its stop string, unseen', { ...good, tokens: [3, 4, 5], text: 'once' }],
])('checkResult refuses a text that %s', async (_, result) => {
  await expect(check(result, { stop: [' up'] })).rejects.toMatchObject({ code: 'BAD_RESULT' });
});

it('checkResult requires one log-probability per token exactly when they were asked for', async () => {
  const one = { logprob: -0.5, top: [[3, -0.5]] };
  const told = { ...good, logprobs: [one, one] };
  expect(await check(told, { topLogprobs: 1 })).toEqual(passed(told));
  const refused = { code: 'BAD_RESULT' };
  await expect(check(told)).rejects.toMatchObject({ code: 'MALFORMED' });
  await expect(check(good, { topLogprobs: 1 })).rejects.toMatchObject(refused);
  await expect(check({ ...good, logprobs: [one] }, { topLogprobs: 1 })).rejects.toMatchObject(refused);
  await expect(check(told, { topLogprobs: 0 })).rejects.toMatchObject(refused);
});

it('checkResult refuses a result that is larger than its task allows, unread', async () => {
  const worker = new ScriptedWorker({});
  const long = encodeWire({ ...good, text: 'x'.repeat(1_200) });
  await expect(checkResult(testCatalogue(worker), request, long, ann)).rejects.toMatchObject({
    code: 'MALFORMED',
  });
  expect(worker.calls).toEqual([]);
});

it('checkResult refuses bytes that are not CBOR', async () => {
  await expect(checkResult(testCatalogue(), request, new Uint8Array([0xff]), ann)).rejects.toMatchObject({
    code: 'MALFORMED',
  });
});
