import { describe, expect, it } from 'vitest';
import { checkPromptLength } from '#coordinator/api/chat/promptLength.ts';
import { testCatalogue } from '#coordinator/testing/world.ts';
import { TokenizerError } from '#coordinator/tokenizer/tokenizerError.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import type { TextRequest } from '#protocol/task/taskRequest.ts';

const requestOf = (content: string): TextRequest => ({
  ...{ kind: 'text', model: 'talk', messages: [{ role: 'user', content }], maxTokens: 4 },
  ...{
    temperature: 0,
    topP: 1,
    stop: [],
    seed: 1,
    manifest: `0x${'0'.repeat(64)}`,
    salt: `0x${'0'.repeat(32)}`,
  },
});
const asker = { client: 'ann', signal: new AbortController().signal };

/** The test's catalogue, with a text model whose tokenizer fails. */
const failing = (error: Error) => testCatalogue({ run: () => Promise.reject(error) });

describe('checkPromptLength', () => {
  it.each([1, 63])('accepts a prompt of %i words, which leave room in the context', async (words) => {
    await checkPromptLength(testCatalogue(), requestOf('word '.repeat(words)), asker);
  });

  it.each([
    ['is empty', 0, 'invalid_value'],
    ['fills the context', 64, 'context_length_exceeded'],
  ])('refuses a prompt that %s', async (_, words, code) => {
    const checked = checkPromptLength(testCatalogue(), requestOf('word '.repeat(words)), asker);
    await expect(checked).rejects.toMatchObject({ status: 400, code, details: { param: 'messages' } });
  });

  it.each([
    [new TokenizerError('prompt_queue_full'), 503, '5'],
    [new TokenizerError('too_many_prompts'), 429, '5'],
    [new TokenizerError('tokenizer_unavailable'), 503, '60'],
  ])('says when to try again after %s', async (error, status, seconds) => {
    const checked = checkPromptLength(failing(error), requestOf('one'), asker);
    const { code } = error;
    await expect(checked).rejects.toMatchObject({
      ...{ status, code, details: { headers: { 'retry-after': seconds } } },
    });
  });

  it.each([
    [new TokenizerError('prompt_too_slow'), 400, 'prompt_too_slow'],
    [new TokenizerError('tokenizer_failed'), 500, 'tokenizer_failed'],
    [new InferenceError('BAD_REQUEST', 'The template wants another role.'), 400, 'invalid_value'],
  ])('refuses a prompt for %s', async (error, status, code) => {
    const checked = checkPromptLength(failing(error), requestOf('one'), asker);
    await expect(checked).rejects.toMatchObject({ status, code, message: error.message });
  });

  it('passes on any other error as it is', async () => {
    const error = new Error('a fault of ours');
    await expect(checkPromptLength(failing(error), requestOf('one'), asker)).rejects.toBe(error);
  });
});
