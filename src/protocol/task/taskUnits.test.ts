import { expect, it } from 'vitest';
import type { ImageRequest, TextRequest } from '#protocol/task/taskRequest.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';
import { unitsOf } from '#protocol/task/taskUnits.ts';

const common = { seed: 1, manifest: `0x${'0'.repeat(64)}`, salt: `0x${'1'.repeat(32)}` } as const;
const image: ImageRequest = {
  ...{ kind: 'image', model: 'draw', prompt: 'a fox', negativePrompt: '', width: 16, height: 16 },
  ...{ steps: 9, guidance: 3, ...common },
};
const text: TextRequest = {
  ...{ kind: 'text', model: 'talk', messages: [{ role: 'user', content: 'hello' }], maxTokens: 512 },
  ...{ temperature: 0, topP: 1, stop: [], ...common },
};
const picture: TaskResult = { kind: 'image', png: new Uint8Array(0) };
const answer = (promptTokens: number, tokens: number[]): TaskResult => ({
  ...{ kind: 'text', text: '', tokens, promptTokens, finishReason: 'stop' },
});

it.each<[string, number, ImageRequest | TextRequest, TaskResult]>([
  ['each step of an image', 9, image, picture],
  ['each token of the prompt and of the answer', 7, text, answer(5, [1, 2])],
  ['the prompt of an answer without a token', 5, text, answer(5, [])],
])('unitsOf counts %s', (_, units, request, result) => {
  expect(unitsOf(request, result)).toBe(units);
});
