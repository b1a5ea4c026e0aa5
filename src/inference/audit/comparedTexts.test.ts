import { expect, it } from 'vitest';
import { distanceOf } from '#inference/audit/auditMeasure.ts';
import { resultDistance } from '#inference/audit/resultDistance.ts';
import { BOUNDS } from '#inference/bounds/bounds.ts';
import type { Manifest } from '#inference/manifest/manifest.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';

const REQUEST: TaskRequest = {
  ...{ model: 'm', manifest: `0x${'0'.repeat(64)}`, seed: 1, salt: `0x${'0'.repeat(32)}`, kind: 'text' },
  ...{ messages: [{ role: 'user', content: 'a' }], maxTokens: 4, temperature: 0, topP: 1, stop: [] },
  topLogprobs: 0,
};
const text = (logprob: number, top: [number, number][] = []): TaskResult => ({
  ...{ kind: 'text', text: 'a', tokens: [1], promptTokens: 1, finishReason: 'stop' },
  logprobs: [{ logprob, top }],
});

const manifest = { gpu: { features: [] } } as unknown as Manifest;
const apart = async (one: TaskResult, other: TaskResult) =>
  distanceOf(await resultDistance(manifest, REQUEST, one, other));

it('two texts of the same tokens do not agree where one makes up the probabilities that its app asked for', async () => {
  const { logprob: bound } = BOUNDS.text.float32;
  expect(await apart(text(-1), text(-1))).toBe(0);
  expect(await apart(text(-1), text(-1 - 0.9 * bound))).toBeLessThanOrEqual(1);
  expect(await apart(text(-1), text(-1 - 1.1 * bound))).toBeGreaterThan(1);
  expect(await apart(text(-0.1), text(-30))).toBeGreaterThan(1);
  const { logprobs: _, ...without } = text(-1) as Extract<TaskResult, { kind: 'text' }>;
  expect(await apart(text(-1), without)).toBe(Infinity);
  expect(await apart(without, text(-1))).toBe(Infinity);
});

it('nor where one makes up what else was likely', async () => {
  expect(await apart(text(-1, [[4, -2]]), text(-1, [[4, -2]]))).toBe(0);
  expect(await apart(text(-1, [[4, -2]]), text(-1, [[4, -3]]))).toBeGreaterThan(1);
  expect(await apart(text(-1, [[4, -2]]), text(-1))).toBe(Infinity);
  expect(await apart(text(-1), text(-1, [[4, -2]]))).toBe(Infinity);
});
