import { readFileSync } from 'node:fs';
import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { type Manifest, parseManifest } from '#inference/manifest/manifest.ts';
import { manifestHash } from '#inference/manifest/manifestHash.ts';
import { chosenBy } from '#protocol/task/saltSecret.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import { encodeTaskRequest, type TaskRequest, taskIdOf } from '#protocol/task/taskRequest.ts';
import { expectedTasks } from '#web/create/order/expectedTasks.ts';
import type { Order } from '#web/create/order/order.ts';

// src/coordinator/api/clients/createPage.test.ts holds the same against a whole coordinator.

const manifestOf = (model: string): Manifest =>
  parseManifest(JSON.parse(readFileSync(`public/models/${model}/manifest.json`, 'utf8')));
const [draws, writes] = [manifestOf('icons128'), manifestOf('stories15m')];

const SECRET = `0x${'5a'.repeat(32)}` as const;
const CHOSEN = chosenBy(SECRET);
const NOON_MS = Date.UTC(2026, 10, 28, 12);

const expectedOf = (order: object, manifest: Manifest | undefined, isPictureLost = false) => {
  const asked = { url: 'https://one.example', prompt: 'a fox', model: manifest?.id, ...order } as Order;
  return expectedTasks({ order: asked, secret: SECRET, isPictureLost }, manifest, NOON_MS);
};
const idOf = (request: object) => taskIdOf(encodeTaskRequest(request as TaskRequest));

const IMAGE = {
  ...{ kind: 'image', model: 'icons128', manifest: manifestHash(draws), ...CHOSEN },
  ...{ prompt: 'a fox', negativePrompt: '', width: 128, height: 128, steps: 4, guidance: 1 },
  previews: TASK_LIMIT.previews,
};
const TEXT = {
  ...{ kind: 'text', model: 'stories15m', manifest: manifestHash(writes), ...CHOSEN },
  ...{ messages: [{ role: 'user', content: 'a fox' }], stop: [] },
  ...{ maxTokens: 128, temperature: 0.8, topP: 0.9 },
};

describe('the task that an image’s order must become', () => {
  it.each<[string, object, object]>([
    ['has the model’s own settings', {}, {}],
    ['has the order’s', { steps: 7, guidance: 1.5 }, { steps: 7, guidance: 1.5 }],
    ['has the seed that the visitor chose, 0 too', { seed: 0 }, { seed: 0 }],
    ['has its lines as they were typed', { prompt: 'a\nfox' }, { prompt: 'a\nfox' }],
  ])('%s', async (_, order, settings) => {
    expect(await expectedOf({ kind: 'image', ...order }, draws)).toEqual([
      { id: idOf({ ...IMAGE, ...settings }) },
    ]);
  });

  const png = encode({ width: 24, height: 16, channels: 3, data: new Uint8Array(24 * 16 * 3) });
  const start = { png: new Blob([new Uint8Array(png)]), strength: 0.5 };
  const EDIT = { ...IMAGE, width: 24, height: 16, init: { png: new Uint8Array(png), strength: 0.5 } };

  it.each(['a\nfox', 'a\r\nfox', 'a\rfox'])(
    'has the lines of a form where it has a picture: %j',
    async (typed) => {
      const order = { kind: 'image', start, prompt: typed, negativePrompt: typed };
      expect(await expectedOf(order, draws)).toEqual([
        { id: idOf({ ...EDIT, prompt: 'a\r\nfox', negativePrompt: 'a\r\nfox' }) },
      ]);
    },
  );

  it('is not known without its picture, nor with one that cannot be read', async () => {
    expect(await expectedOf({ kind: 'image' }, draws, true)).toBeNull();
    expect(
      await expectedOf({ kind: 'image', start: { ...start, png: new Blob(['GIF89a']) } }, draws),
    ).toBeNull();
  });
});

describe('the task that a text’s order must become', () => {
  it('is one of three: its coordinator may have the day before or after', async () => {
    const days = ['2026-11-27', '2026-11-28', '2026-11-29'];
    expect(await expectedOf({ kind: 'text' }, writes)).toEqual(
      days.map((date) => ({ date, id: idOf({ ...TEXT, date }) })),
    );
  });

  it('has the order’s settings', async () => {
    const settings = { seed: 7, maxTokens: 3, temperature: 0 };
    const tasks = await expectedOf({ kind: 'text', ...settings }, writes);
    expect(tasks).toContainEqual({
      date: '2026-11-28',
      id: idOf({ ...TEXT, ...settings, date: '2026-11-28' }),
    });
  });
});

it.each([
  ['is unknown here', undefined],
  ['is of another kind', writes],
])('no task can be told of a model that %s', async (_, manifest) => {
  expect(await expectedOf({ kind: 'image' }, manifest)).toBeNull();
});
