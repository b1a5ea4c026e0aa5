import { expect, it } from 'vitest';
import { logprobsOf } from '#coordinator/api/chat/completion.ts';
import { testCatalogue } from '#coordinator/testing/world.ts';
import { encodeWire } from '#protocol/messages/wire.ts';

/** As its client gets it: the words of the test's text model, each with the next one as its alternative. */
const answerOf = (tokens: number[], more: object = {}) => {
  const result = { kind: 'text', text: 'x', tokens, promptTokens: 3, finishReason: 'length', ...more };
  return testCatalogue().find('talk')!.results.read(encodeWire(result), 'client');
};

it.each([0, 1, 64, 65, 200])('logprobsOf spells each of %i tokens and its alternatives', async (count) => {
  const tokens = Array.from({ length: count }, (_, at) => at + 3);
  const logprobs = tokens.map((token) => ({ logprob: -token, top: [[token + 1, -0.5]] }));
  const spelt = await logprobsOf(await answerOf(tokens, { logprobs }));
  const words = ['once', ' upon', ' a', ' time'];
  const wordOf = (at: number) => words[at] ?? `<${at + 3}>`;
  const bytes = (text: string) => [...Buffer.from(text)];
  expect(spelt?.content).toEqual(
    tokens.map((token, at) => ({
      ...{ token: wordOf(at), logprob: -token, bytes: bytes(wordOf(at)) },
      top_logprobs: [{ token: wordOf(at + 1), logprob: -0.5, bytes: bytes(wordOf(at + 1)) }],
    })),
  );
});

it('logprobsOf spells tokens of which some have no alternatives', async () => {
  const logprobs = [
    { logprob: -1, top: [] },
    { logprob: -2, top: [[5, -3]] },
  ];
  const spelt = await logprobsOf(await answerOf([3, 4], { logprobs }));
  expect(spelt?.content).toMatchObject([
    { token: 'once', logprob: -1, top_logprobs: [] },
    { token: ' upon', logprob: -2, top_logprobs: [{ token: ' a', logprob: -3 }] },
  ]);
});

it('logprobsOf gives none where none were asked for', async () => {
  expect(await logprobsOf(await answerOf([3]))).toBeNull();
});
