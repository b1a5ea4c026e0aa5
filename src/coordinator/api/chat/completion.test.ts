import { expect, it } from 'vitest';
import { logprobsOf, type TextResult } from '#coordinator/api/chat/completion.ts';
import { testCatalogue } from '#coordinator/testing/world.ts';
import { TokenizerError } from '#coordinator/tokenizer/tokenizerError.ts';

const resultOf = (count: number) => {
  const tokens = Array.from({ length: count }, (_, at) => at + 3);
  const logprobs = tokens.map((token) => ({
    logprob: -token,
    top: [[token + 1, -0.5]] as [number, number][],
  }));
  return { kind: 'text', text: 'x', tokens, promptTokens: 3, finishReason: 'length', logprobs } as TextResult;
};

it.each([0, 1, 64, 65, 200])('logprobsOf spells each of %i tokens and its alternatives', async (count) => {
  const result = resultOf(count);
  const spelt = await logprobsOf(testCatalogue(), 'talk', result);
  const words = ['once', ' upon', ' a', ' time'];
  const wordOf = (at: number) => words[at] ?? `<${at + 3}>`;
  const bytes = (text: string) => [...Buffer.from(text)];
  expect(spelt?.content).toEqual(
    result.tokens.map((token, at) => ({
      ...{ token: wordOf(at), logprob: -token, bytes: bytes(wordOf(at)) },
      top_logprobs: [{ token: wordOf(at + 1), logprob: -0.5, bytes: bytes(wordOf(at + 1)) }],
    })),
  );
});

it('logprobsOf gives none for a model that is no longer served', async () => {
  expect(await logprobsOf(testCatalogue(), 'gone', resultOf(1))).toBeNull();
});

it('logprobsOf fails with an answer for the client when the tokenizer fails', async () => {
  const catalogue = testCatalogue({ run: () => Promise.reject(new TokenizerError('tokenizer_unavailable')) });
  await expect(logprobsOf(catalogue, 'talk', resultOf(1))).rejects.toMatchObject({ status: 503 });
});
