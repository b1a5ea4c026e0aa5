import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ApiAudit, ApiTask } from '#protocol/messages/api.ts';
import { EXAMPLE_AUDIT, EXAMPLE_RECEIPT } from '#web/coordinator/testing/exampleReceipt.ts';
import { followAudit, isAuditOpen, isAuditWatched, WATCH_MS } from '#web/create/audit/followAudit.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';

const FIRST = EXAMPLE_RECEIPT.task_id;
const AGAIN = `0x${'a'.repeat(64)}` as const;
const receiptOf = (audit: Partial<ApiAudit>) => ({
  ...EXAMPLE_RECEIPT,
  audit: { ...EXAMPLE_AUDIT, ...audit },
});
const resultOf = (audit: Partial<ApiAudit> = {}): SavedResult => ({
  ...{ id: FIRST, savedAt: 1_000, prompt: 'Once', kind: 'text', text: 'Wrong', receipt: receiptOf(audit) },
  source: { url: 'http://c.test', key: 'secret' },
});
const taskOf = (change: Partial<ApiTask>): ApiTask => ({
  ...{ id: FIRST, object: 'task', kind: 'text', model: 'tales', status: 'done', created_at: 1 },
  ...{ finished_at: 2, queue_position: 0, progress: null, attempts: [], error: null, result_url: null },
  receipt: EXAMPLE_RECEIPT,
  ...change,
});
const DISPUTED = receiptOf({
  ...{ state: 'disputed', case_id: '3', replacement: AGAIN },
  replacement_url: `/v1/tasks/${AGAIN}/result?key=other`,
});

/** @returns the paths that were asked for */
function answer(tasks: Record<string, Partial<ApiTask>>): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async ({ pathname, search }: URL) => {
    asked.push(pathname.replace('/v1/tasks/', '') + search);
    if (pathname.endsWith('/result'))
      return new Response('Right', { headers: { 'x-cuckoo-finish-reason': 'stop' } });
    return Response.json(taskOf(tasks[pathname.split('/')[3]!]!));
  });
  return asked;
}
const follow = (result: SavedResult) => followAudit(result, new AbortController().signal);
afterEach(() => vi.unstubAllGlobals());

describe('followAudit', () => {
  it('hears how the audit stands, with the task’s key', async () => {
    const asked = answer({ [FIRST]: { receipt: receiptOf({ state: 'passed' }) } });
    const heard = await follow(resultOf());
    expect(heard).toEqual({ ...resultOf(), receipt: receiptOf({ state: 'passed' }) });
    expect(asked).toEqual([`${FIRST}?key=secret`]);
  });

  it('keeps a wrong result until its replacement is made', async () => {
    answer({ [FIRST]: { receipt: DISPUTED }, [AGAIN]: { status: 'running', receipt: null } });
    expect(await follow(resultOf())).toMatchObject({ text: 'Wrong', receipt: DISPUTED });
  });

  it('puts the replacement in place of a wrong result, with its own receipt and key', async () => {
    const receipt = { ...receiptOf({ state: 'due' }), task_id: AGAIN };
    const asked = answer({ [FIRST]: { receipt: DISPUTED }, [AGAIN]: { id: AGAIN, receipt } });
    const named = { block: 9, share: 0.05, isMined: false };
    const replaced = await follow({ ...resultOf(), named });
    expect(replaced).toMatchObject({
      ...{ id: FIRST, savedAt: 1_000, prompt: 'Once', text: 'Right', finishReason: 'stop', receipt },
      source: { url: 'http://c.test', key: 'other' },
      replaced: [{ taskId: FIRST, caseId: '3' }],
    });
    // Its own draw was not named yet; that of the wrong one would accuse its coordinator.
    expect(replaced).not.toHaveProperty('named');
    expect(asked).toEqual([`${FIRST}?key=secret`, `${AGAIN}?key=other`, `${AGAIN}/result?key=other`]);
  });

  it('remembers whether the wrong result was of another task than was asked for', async () => {
    answer({ [FIRST]: { receipt: DISPUTED }, [AGAIN]: { receipt: { ...EXAMPLE_RECEIPT, task_id: AGAIN } } });
    const salt = (id: typeof FIRST) => ({ salt: { by: 'browser' as const, tasks: [{ id }] } });
    expect((await follow({ ...resultOf(), ...salt(AGAIN) })).replaced?.[0]).toMatchObject({ other: true });
    expect((await follow({ ...resultOf(), ...salt(FIRST) })).replaced?.[0]).not.toHaveProperty('other');
  });

  it('believes no receipt of another task', async () => {
    answer({ [FIRST]: { receipt: { ...DISPUTED, task_id: AGAIN } } });
    expect(await follow(resultOf())).toEqual(resultOf());
  });

  it('remembers every wrong result where the replacement was wrong too', async () => {
    const receipt = { ...EXAMPLE_RECEIPT, task_id: AGAIN };
    answer({ [FIRST]: { receipt: DISPUTED }, [AGAIN]: { receipt } });
    const before = { taskId: AGAIN, caseId: null, at: 5 };
    const { replaced } = await follow({ ...resultOf(), replaced: [before] });
    expect(replaced).toMatchObject([before, { taskId: FIRST }]);
  });

  it.each(['failed', 'expired', 'cancelled'] as const)('says why a replacement is %s', async (status) => {
    const error = { code: 'no_miner', message: 'No miner is online.' };
    answer({ [FIRST]: { receipt: DISPUTED }, [AGAIN]: { status, receipt: null, error } });
    const heard = await follow(resultOf());
    expect(heard).toMatchObject({ text: 'Wrong', unreplaced: 'No miner is online.' });
    expect(isAuditOpen(heard)).toBe(false);
  });

  it('asks nobody for a result of an older page or a decided one', async () => {
    const asked = answer({});
    const { source: _, ...old } = resultOf();
    for (const result of [old, resultOf({ state: 'passed' })]) expect(await follow(result)).toBe(result);
    expect(asked).toEqual([]);
  });
});

describe('isAuditWatched', () => {
  it.each<[ApiAudit['state'], boolean]>([
    ...([['waiting', true] as const, ['due', true], ['disputed', true]] as [ApiAudit['state'], boolean][]),
    ...([
      ['skipped', false],
      ['passed', false],
      ['unchecked', false],
      ['withheld', false],
    ] as [ApiAudit['state'], boolean][]),
  ])('a new result that is %s: %s', (state, watched) => {
    expect(isAuditWatched(resultOf({ state }), 1_000)).toBe(watched);
  });

  it('ends some minutes after the result, and begins anew with a replacement', () => {
    const [last, over] = [1_000 + WATCH_MS - 1, 1_000 + WATCH_MS];
    expect([last, over].map((nowMs) => isAuditWatched(resultOf(), nowMs))).toEqual([true, false]);
    const replaced = { ...resultOf(), replaced: [{ taskId: AGAIN, caseId: null, at: over }] };
    expect(isAuditWatched(replaced, over)).toBe(true);
  });
});
