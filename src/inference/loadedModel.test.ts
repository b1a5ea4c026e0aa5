import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { MAX_BATCH_SIZE } from '#inference/text/batchCapacity.ts';
import { loadModel } from '#inference/loadedModel.ts';
import { parseManifest } from '#inference/manifest/manifest.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';
import { folderReader } from '#tools/models/publish/modelFolder.ts';

const SALT = `0x${'0'.repeat(32)}`;
const CASES: { request: TaskRequest; together: number; units: number }[] = [
  {
    request: {
      ...{
        kind: 'text',
        model: 'stories15m',
        messages: [{ role: 'user', content: 'a story about two cats' }],
      },
      ...{ maxTokens: 24, temperature: 0.8, topP: 0.9, stop: [], seed: 5, salt: SALT },
    },
    together: MAX_BATCH_SIZE,
    units: 16,
  },
  {
    request: {
      ...{
        kind: 'image',
        model: 'icons128',
        prompt: 'a glossy cat',
        negativePrompt: '',
        width: 128,
        height: 128,
      },
      ...{ steps: 1, guidance: 1, seed: 5, salt: SALT },
    },
    together: 1,
    units: 4,
  },
];

it.each(CASES)(
  '$request.model tells its pace, and gives the same when it is known as before',
  async ({ request, together, units }) => {
    const folder = fileURLToPath(new URL(`../../public/models/${request.model}/`, import.meta.url));
    const manifest = parseManifest(JSON.parse(readFileSync(`${folder}manifest.json`, 'utf8')));
    const model = await loadModel(manifest, folderReader(folder), createNodeRuntime());
    const before = (await model.run(request)).result;
    expect(await model.check()).toMatchObject({ mismatches: 0 });
    const pace = await model.calibrate();
    expect(pace).toMatchObject({ together, units });
    expect(pace.seconds).toBeGreaterThan(0);
    expect((await model.run(request)).result).toEqual(before);
    await model.dispose();
  },
);
