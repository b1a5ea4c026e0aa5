import { expect, it } from 'vitest';
import type { ApiTask } from '#protocol/messages/api.ts';
import { ApiFailure } from '#web/coordinator/apiFailure.ts';
import { findTask } from '#web/coordinator/findTask.ts';

const ID = `0x${'5a'.repeat(32)}` as const;
const TASK = { id: ID } as ApiTask;
const missing = new ApiFailure('task_not_found', 'There is no such task.', { status: 404 });
const away = new ApiFailure('unreachable', 'It did not answer.');

const among = (answers: Record<string, ApiTask | ApiFailure>) =>
  findTask(Object.keys(answers), ID, async (url) => {
    const answer = answers[url]!;
    if (answer instanceof ApiFailure) throw answer;
    return answer;
  });

it('finds the task at the coordinator that took it', async () => {
  expect(await among({ a: missing, b: away, c: TASK })).toEqual({ url: 'c', task: TASK });
});

it('says that there is none only where all say so', async () => {
  await expect(among({ a: missing, b: missing })).rejects.toBe(missing);
  await expect(among({ a: away, b: missing })).rejects.toBe(away);
});
