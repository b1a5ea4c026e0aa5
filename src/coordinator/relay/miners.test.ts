import '#network/polyfill.ts';
import { describe, expect, it, vi } from 'vitest';
import type { Work } from '#coordinator/testing/testMiner.ts';
import { useWholeCoordinator } from '#coordinator/testing/wholeCoordinator.ts';
import { accountOf, nodeOf } from '#coordinator/testing/world.ts';
import { apiReceiptSchema, TASK_HEADER, TASK_KEY_HEADER } from '#protocol/messages/api.ts';

const whole = useWholeCoordinator();

const never: Work = () => new Promise(() => undefined);

describe('a task', () => {
  it('is delivered and paid once by another miner when its miner’s tab dies', async () => {
    const both = await Promise.all([whole.mine('ann', never), whole.mine('bob', never)]);
    const pending = whole.openai.images.generate({ prompt: 'a fox' });
    await vi.waitFor(() => expect(both.flatMap(({ assignments }) => assignments)).toHaveLength(1), 10_000);
    const victim = both.find(({ assignments }) => assignments.length > 0)!;
    const heir = both.find((miner) => miner !== victim)!;
    await heir.stop();
    const next = await whole.mine(heir.name);
    await victim.stop();
    const { cuckoo } = (await pending) as unknown as { cuckoo: unknown };
    const receipt = apiReceiptSchema.parse(cuckoo);
    expect(receipt).toMatchObject({ attempts: 2, miner: accountOf(heir.name).address });
    await vi.waitFor(() => expect(next.paid).toHaveLength(1));
    expect((await whole.task(receipt.task_id)).attempts.map(({ outcome }) => outcome)).toEqual([
      'away',
      'delivered',
    ]);
  });

  it('is cancelled when its client hangs up, streaming or not', async () => {
    await whole.mine('ann', never);
    for (const stream of [true, false]) {
      const client = new AbortController();
      const before = whole.miners[0]!.assignments.length;
      const answer = whole.post(
        '/v1/images/generations',
        { prompt: 'a fox', stream },
        { signal: client.signal },
      );
      if (stream) await answer;
      await vi.waitFor(() => expect(whole.miners[0]!.assignments).toHaveLength(before + 1), 10_000);
      const { taskId } = whole.miners[0]!.assignments.at(-1)!;
      client.abort();
      await answer.catch(() => undefined);
      await vi.waitFor(async () => expect((await whole.task(taskId)).status).toBe('cancelled'), 5_000);
    }
  });

  it('says that no miner is online and can be cancelled once', async () => {
    const answer = await whole.post('/v1/images/generations', { prompt: 'a fox', stream: true });
    const id = answer.headers.get(TASK_HEADER)!;
    await vi.waitFor(async () => expect((await whole.task(id)).note).toMatch(/No miner/), 5_000);
    const path = `${whole.url}/v1/tasks/${id}`;
    const withKey = `${path}?key=${answer.headers.get(TASK_KEY_HEADER)}`;
    expect((await fetch(path, { method: 'DELETE' })).status).toBe(403);
    const cancelled = await fetch(withKey, { method: 'DELETE' });
    expect(await cancelled.json()).toMatchObject({ status: 'cancelled' });
    expect(await answer.text()).toMatch(/"code":"cancelled"/);
    expect((await fetch(withKey, { method: 'DELETE' })).status).toBe(409);
  });
});

describe('a miner', () => {
  it.each([
    ['not registered', 'eve', [], [], 'NOT_REGISTERED'],
    ['under-staked', 'ann', [nodeOf('ann', 5, { active: false, weight: 0n })], [], 'UNDER_STAKED'],
    [
      'jailed',
      'ann',
      [nodeOf('ann', 20_000, { active: false, weight: 0n, jailedUntil: 2 ** 40 })],
      [],
      'JAILED',
    ],
    ['retired', 'ann', [], [nodeOf('ann', 20_000, { active: false, retired: true })], 'RETIRED'],
    ['a coordinator', 'ann', [], [nodeOf('ann', 2_000_000, { role: 'coordinator' })], 'NOT_REGISTERED'],
  ] as const)('that is %s is dismissed with the reason', async (_, name, listed, unlisted, code) => {
    whole.roster.set([...listed]);
    whole.roster.unlisted = [...unlisted];
    const miner = await whole.connect(name);
    expect(await miner.join(whole.coordinator.multiaddrs())).toEqual({ type: 'dismissed', code });
  });

  it('that offers none of the coordinator’s models is dismissed with NO_COMMON_MODEL', async () => {
    const other = await whole.connect('bob');
    const none = await other.join(whole.coordinator.multiaddrs(), ['unknown']);
    expect(none).toEqual({ type: 'dismissed', code: 'NO_COMMON_MODEL' });
  });

  it('that reconnects replaces its old connection', async () => {
    const old = await whole.mine('ann', never);
    const pending = whole.openai.images.generate({ prompt: 'a fox' });
    await vi.waitFor(() => expect(old.assignments).toHaveLength(1), 10_000);
    await whole.mine('ann');
    expect(await old.nextWord()).toEqual({ type: 'dismissed', code: 'ALREADY_CONNECTED' });
    const { cuckoo } = (await pending) as unknown as { cuckoo: unknown };
    expect(apiReceiptSchema.parse(cuckoo).miner).toBe(accountOf('ann').address);
  });

  it('that is jailed while it works loses its task to another miner', async () => {
    const ann = await whole.mine('ann', never);
    const pending = whole.openai.images.generate({ prompt: 'a fox' });
    await vi.waitFor(() => expect(ann.assignments).toHaveLength(1), 10_000);
    await whole.mine('bob');
    whole.roster.set([
      nodeOf('ann', 20_000, { active: false, weight: 0n, jailedUntil: 2 ** 40 }),
      nodeOf('bob', 60_000),
    ]);
    expect(await ann.nextWord()).toEqual({ type: 'dismissed', code: 'JAILED' });
    const { cuckoo } = (await pending) as unknown as { cuckoo: unknown };
    expect(apiReceiptSchema.parse(cuckoo).miner).toBe(accountOf('bob').address);
  });
});
