import { expect, it } from 'vitest';
import { checkResult } from '#coordinator/relay/checkResult.ts';
import { testCatalogue } from '#coordinator/testing/world.ts';
import type { TextRequest } from '#protocol/task/taskRequest.ts';
import { encodeWire } from '#protocol/messages/wire.ts';

const request: TextRequest = {
  ...{
    kind: 'text',
    model: 'talk',
    messages: [{ role: 'user', content: 'three short words' }],
    maxTokens: 4,
  },
  ...{ temperature: 0, topP: 1, stop: [], seed: 1, salt: `0x${'0'.repeat(32)}` },
};
const good = { kind: 'text', text: 'a b', tokens: [3, 4], promptTokens: 3, finishReason: 'stop' };
const check = (result: object, change: Partial<TextRequest> = {}) =>
  checkResult(testCatalogue(), { ...request, ...change }, encodeWire(result));

it('takes a text within what was asked for', async () => {
  expect(await check(good)).toEqual(good);
});

it.each([
  ['more prompt tokens than the prompt has', { promptTokens: 4 }, 'BAD_RESULT'],
  ['more tokens than were asked for', { tokens: [1, 2, 3, 4, 5] }, 'BAD_RESULT'],
  ['more text than its tokens can spell', { text: 'a'.repeat(10_000) }, 'BAD_RESULT'],
  ['a part that does not belong', { extra: 1 }, 'MALFORMED'],
])('refuses %s', async (_, change, code) => {
  await expect(check({ ...good, ...change })).rejects.toMatchObject({ code });
});

it('wants log-probabilities where they were asked for, as many as there are tokens, and nowhere else', async () => {
  const one = { logprob: -0.5, top: [[3, -0.5]] };
  const told = { ...good, logprobs: [one, one] };
  expect(await check(told, { topLogprobs: 1 })).toEqual(told);
  const refused = { code: 'BAD_RESULT' };
  await expect(check(told)).rejects.toMatchObject(refused);
  await expect(check(good, { topLogprobs: 1 })).rejects.toMatchObject(refused);
  await expect(check({ ...good, logprobs: [one] }, { topLogprobs: 1 })).rejects.toMatchObject(refused);
  await expect(check(told, { topLogprobs: 0 })).rejects.toMatchObject(refused);
});

it('refuses what is not CBOR', async () => {
  await expect(checkResult(testCatalogue(), request, new Uint8Array([0xff]))).rejects.toMatchObject({
    code: 'MALFORMED',
  });
});
