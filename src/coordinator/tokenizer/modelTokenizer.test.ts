import { expect, it } from 'vitest';
import { ScriptedWorker } from '#coordinator/testing/scriptedWorker.ts';
import { ModelTokenizer } from '#coordinator/tokenizer/modelTokenizer.ts';
import { TokenizerError } from '#coordinator/tokenizer/tokenizerError.ts';
import type { TextRequest } from '#protocol/task/taskRequest.ts';

const REQUEST: TextRequest = {
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
const asker = { client: 'ann', signal: new AbortController().signal };

it('ModelTokenizer counts a prompt once', async () => {
  const prompts = new ScriptedWorker({ count: 3 });
  const tokenizer = new ModelTokenizer({ model: 'talk', prompts });
  expect(tokenizer.knownPromptTokens(REQUEST)).toBeUndefined();
  expect(await tokenizer.promptTokens(REQUEST, asker)).toBe(3);
  expect(await tokenizer.promptTokens(REQUEST, asker)).toBe(3);
  expect(tokenizer.knownPromptTokens(REQUEST)).toBe(3);
  expect(prompts.turns).toEqual([{ ...asker, characters: 17 }]);
});

it('ModelTokenizer counts a prompt again when it could not be counted', async () => {
  const prompts = new ScriptedWorker({ count: new TokenizerError('prompt_queue_full') });
  const tokenizer = new ModelTokenizer({ model: 'talk', prompts });
  await expect(tokenizer.promptTokens(REQUEST, asker)).rejects.toThrow();
  await expect(tokenizer.promptTokens(REQUEST, asker)).rejects.toThrow();
  expect(prompts.calls).toHaveLength(2);
});
