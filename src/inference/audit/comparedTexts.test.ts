import { expect, it } from 'vitest';
import { distanceOf } from '#inference/audit/auditMeasure.ts';
import { resultDistance } from '#inference/audit/resultDistance.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';

const REQUEST: TaskRequest = {
  ...{ model: 'm', manifest: `0x${'0'.repeat(64)}`, seed: 1, salt: `0x${'0'.repeat(32)}`, kind: 'text' },
  ...{ messages: [{ role: 'user', content: 'a' }], maxTokens: 4, temperature: 0, topP: 1, stop: [] },
  topLogprobs: 0,
};
const text = (logprob: number): TaskResult => ({
  ...{ kind: 'text', text: 'a', tokens: [1], promptTokens: 1, finishReason: 'stop' },
  logprobs: [{ logprob, top: [] }],
});

it('two texts of the same tokens do not agree where one makes up the probabilities that its app asked for', async () => {
  const measure = await resultDistance({} as never, REQUEST, text(-0.1), text(-30));
  expect(distanceOf(measure)).toBeGreaterThan(1);
});
