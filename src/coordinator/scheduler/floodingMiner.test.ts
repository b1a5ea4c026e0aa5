import '#network/polyfill.ts';
import { expect, it, vi } from 'vitest';
import type { Work } from '#coordinator/testing/testMiner.ts';
import { useWholeCoordinator } from '#coordinator/testing/wholeCoordinator.ts';
import { accountOf } from '#coordinator/testing/world.ts';
import { apiReceiptSchema } from '#protocol/messages/api.ts';

const whole = useWholeCoordinator();

it('a miner that floods its stream with progress loses the task and its stream', async () => {
  let failure: unknown;
  const flood: Work = async (_, stream) => {
    try {
      for (;;) await stream.send({ type: 'progress', progress: { kind: 'step', done: 1, total: 4 } });
    } catch (error) {
      failure = error;
    }
    return new Promise(() => undefined);
  };
  await whole.mine('ann', flood);
  const pending = whole.openai.images.generate({ prompt: 'a fox' });
  await vi.waitFor(() => expect(failure).toMatchObject({ code: 'STREAM_BROKEN' }), 20_000);
  await whole.mine('bob');
  const { cuckoo } = (await pending) as unknown as { cuckoo: unknown };
  const { attempts } = await whole.task(apiReceiptSchema.parse(cuckoo).task_id);
  expect(attempts).toMatchObject([
    { miner: accountOf('ann').address, outcome: 'refused', reason: 'MALFORMED' },
    { miner: accountOf('bob').address, outcome: 'delivered' },
  ]);
});
