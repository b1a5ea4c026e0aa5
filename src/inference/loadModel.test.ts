import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { distanceOf } from '#inference/audit/auditMeasure.ts';
import { admissionRun } from '#inference/conformance/admission.ts';
import { judgeAdmission } from '#inference/conformance/admissionVerdict.ts';
import { loadModel } from '#inference/loadModel.ts';
import { parseManifest } from '#inference/manifest/manifest.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import { MAX_BATCH_SIZE } from '#inference/text/batchCapacity.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';
import { partCountOf } from '#protocol/trace/workTrace.ts';
import { folderReader } from '#tools/models/publish/modelFolder.ts';

const SALT = `0x${'0'.repeat(32)}`;
const CASES: { request: TaskRequest; maxBatchSize: number; units: number }[] = [
  {
    request: {
      kind: 'text',
      model: 'stories15m',
      messages: [{ role: 'user', content: 'a story about two cats' }],
      ...{
        maxTokens: 24,
        temperature: 0.8,
        topP: 0.9,
        stop: [],
        seed: 5,
        manifest: `0x${'0'.repeat(64)}`,
        salt: SALT,
      },
    },
    maxBatchSize: MAX_BATCH_SIZE,
    units: 16,
  },
  {
    request: {
      kind: 'image',
      model: 'icons128',
      ...{ prompt: 'a glossy cat', negativePrompt: '', width: 128, height: 128 },
      ...{ steps: 1, guidance: 1, seed: 5, manifest: `0x${'0'.repeat(64)}`, salt: SALT },
    },
    maxBatchSize: 1,
    units: 4,
  },
];

describe('loadModel', () => {
  it.each(CASES)(
    'calibrates $request.model without changing its results',
    async ({ request, maxBatchSize, units }) => {
      const folder = fileURLToPath(new URL(`../../public/models/${request.model}/`, import.meta.url));
      const manifest = parseManifest(JSON.parse(readFileSync(`${folder}manifest.json`, 'utf8')));
      const model = await loadModel(manifest, folderReader(folder), createNodeRuntime());
      const before = (await model.run(request)).result;
      expect(judgeAdmission(manifest.id, await admissionRun(model), 1e-5).refusal).toBeUndefined();
      const calibration = await model.calibrate();
      expect(calibration).toMatchObject({ maxBatchSize, units });
      expect(calibration.seconds).toBeGreaterThan(0);
      expect((await model.run(request)).result).toEqual(before);
      await model.dispose();
    },
  );

  it.each(CASES)(
    'audits $request.model by what it handed over, and refuses other kinds',
    async ({ request }) => {
      const folder = fileURLToPath(new URL(`../../public/models/${request.model}/`, import.meta.url));
      const manifest = parseManifest(JSON.parse(readFileSync(`${folder}manifest.json`, 'utf8')));
      const model = await loadModel(manifest, folderReader(folder), createNodeRuntime());
      const { result, trace } = await model.run(request);
      expect(trace).toHaveLength(partCountOf(request));
      const parts = new Map(trace.entries());
      expect(distanceOf(await model.audit({ request, result, parts }))).toBeLessThan(1 / 3);
      const other = { ...request, seed: request.seed + 1 };
      expect(distanceOf(await model.audit({ request: other, result, parts }))).toBeGreaterThan(1);
      const foreign = CASES.find((each) => each.request.kind !== request.kind)!.request;
      await expect(model.audit({ request: foreign, result, parts })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      });
      await model.dispose();
    },
  );
});
