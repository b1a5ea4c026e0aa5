import '#web/language/testing/loadEnglish.ts';
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Manifest, parseManifest } from '#inference/manifest/manifest.ts';
import { replacementSalt } from '#protocol/task/replacementSalt.ts';
import { encodeTaskRequest, taskIdOf } from '#protocol/task/taskRequest.ts';
import { EXAMPLE_RECEIPT } from '#web/coordinator/testing/exampleReceipt.ts';
import { obstacleTo } from '#web/create/rerun/obstacle.ts';
import { requestAgain } from '#web/create/rerun/requestAgain.ts';
import { obstacleSentence } from '#web/create/rerun/rerunSentence.ts';
import { type OrderedWork, requestsOf } from '#web/create/saved/requestsOf.ts';
import type { AnyResult, SavedResult } from '#web/create/saved/savedResult.ts';

const SALT = `0x${'5a'.repeat(16)}`;
const SEED = 7;
const FIRST = `0x${'1f'.repeat(32)}` as const;
const NOON = Date.UTC(2026, 10, 28, 12);
const IMAGE: OrderedWork = { kind: 'image', model: 'icons128', prompt: 'a fox', steps: 3, guidance: 1.5 };
const TEXT: OrderedWork = { kind: 'text', model: 'stories15m', prompt: 'a fox', temperature: 0.5 };

const manifests = new Map<string, Manifest>();
beforeAll(async () => {
  for (const id of ['icons128', 'stories15m']) {
    const file = new URL(`../../../../public/models/${id}/manifest.json`, import.meta.url);
    manifests.set(id, parseManifest(JSON.parse(await readFile(file, 'utf8'))));
  }
});

/** A result of the task that an order became with this salt, on this day. */
async function savedOf(order: OrderedWork, change: object = {}, { salt = SALT, day = '2026-11-28' } = {}) {
  const chosen = { salt, seed: SEED };
  const [request] = (await requestsOf({ order, chosen, days: [day] }, manifests.get(order.model)))!;
  const { prompt, ...asked } = order;
  const receipt = { ...EXAMPLE_RECEIPT, task_id: taskIdOf(encodeTaskRequest(request!)), seed: SEED };
  return {
    ...{ id: receipt.task_id, prompt, savedAt: NOON, receipt, kind: order.kind, asked: { ...asked, salt } },
    ...{ source: { url: 'http://node.test', key: 'k' }, ...change },
  } as SavedResult;
}
const againOf = (saved: SavedResult) => requestAgain(saved, manifests.get(saved.asked!.model));

describe('requestAgain', () => {
  it.each(['2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29'])(
    'gives the task’s own request, of a text that names %s',
    async (day) => {
      const request = await againOf(await savedOf(TEXT, {}, { day }));
      expect(request).toMatchObject({ kind: 'text', date: day, seed: SEED, salt: SALT, temperature: 0.5 });
    },
  );

  it('gives that of an image', async () => {
    const request = await againOf(await savedOf(IMAGE));
    expect(request).toMatchObject({ kind: 'image', prompt: 'a fox', steps: 3, guidance: 1.5, seed: SEED });
  });

  it('gives that of the task that did a wrong one again', async () => {
    const replaced = [SALT.padEnd(66, '0'), FIRST].map((taskId) => ({ taskId, caseId: null, at: NOON }));
    const salt = replacementSalt(FIRST);
    const saved = await savedOf(IMAGE, { replaced }, { salt });
    expect(await againOf({ ...saved, asked: { ...saved.asked!, salt: SALT } })).toMatchObject({ salt });
  });

  it.each<[string, (saved: SavedResult) => object]>([
    ['another seed', ({ receipt }) => ({ receipt: { ...receipt, seed: SEED + 1 } })],
    ['another prompt', () => ({ prompt: 'a hen' })],
    ['other settings', ({ asked }) => ({ asked: { ...asked, steps: 2 } })],
    ['another salt', ({ asked }) => ({ asked: { ...asked, salt: `0x${'00'.repeat(16)}` } })],
  ])('takes no task with %s than was ordered', async (_, change) => {
    const saved = await savedOf(IMAGE);
    await expect(againOf({ ...saved, ...change(saved) } as SavedResult)).rejects.toMatchObject({
      code: 'OTHER_TASK',
    });
  });

  it('says so where the site has no such model, or another version of it', async () => {
    const saved = await savedOf(IMAGE);
    await expect(requestAgain(saved, undefined)).rejects.toMatchObject({ code: 'MODEL_UNKNOWN' });
    const newer = { ...manifests.get('icons128')!, name: 'Icons 2' };
    await expect(requestAgain(saved, newer)).rejects.toMatchObject({ code: 'OTHER_TASK' });
  });
});

describe('obstacleTo', () => {
  it.each<[string, (saved: SavedResult) => object, string | undefined]>([
    ['nothing', () => ({}), undefined],
    ['that somebody else ordered it', () => ({ kind: 'unseen' }), 'UNSEEN'],
    ['that an older page kept it', () => ({ asked: undefined }), 'NOT_KEPT'],
    [
      'that what was ordered is of another kind',
      ({ asked }) => ({ asked: { ...asked, kind: 'text' } }),
      'NOT_KEPT',
    ],
    ['that the salt is the coordinator’s', () => ({ asked: { kind: 'image', model: 'm' } }), 'SALT_UNKNOWN'],
    [
      'that a reload lost its start picture',
      ({ asked }) => ({ asked: { ...asked, start: 'lost' } }),
      'PICTURE_LOST',
    ],
  ])('finds %s in the way', async (_, change, code) => {
    const saved = await savedOf(IMAGE);
    const found = obstacleTo({ ...saved, ...change(saved) } as AnyResult);
    expect(found).toBe(code);
    if (found !== undefined) expect(obstacleSentence(found)).toMatch(/\.$/);
  });

  it('finds that a text’s coordinator is unknown', async () => {
    const { source: _, ...saved } = await savedOf(TEXT);
    expect(obstacleTo(saved as AnyResult)).toBe('NO_SOURCE');
    const { source: __, ...image } = await savedOf(IMAGE);
    expect(obstacleTo(image as AnyResult)).toBeUndefined();
  });
});
