import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseManifest } from '#inference/manifest/manifest.ts';
import { MAX_BATCH_SIZE } from '#inference/text/batchCapacity.ts';
import type { TextRequest } from '#protocol/task/taskRequest.ts';
import { buildDecoderLayout } from '../../tools/models/llama/decoderLayoutGraph.ts';
import { encodeOnnx } from '../../tools/models/onnx/onnxFile.ts';
import { addModel } from '../../tools/models/publish/addModel.ts';
import { readStoriesModel } from '../../tools/models/stories15m/buildStories15m.ts';
import { expect, loadOnFitGpu, openHarnessOn, ROOT, THOROUGH, test } from './harnessPage.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'half-precision-'));
const PUBLISHED = join(ROOT, 'public/models/stories15m');
const ID = 'stories15m-q4f16';
const STORY: TextRequest = {
  ...{ kind: 'text', model: ID, messages: [{ role: 'user', content: 'Once upon a time, a cuckoo' }] },
  ...{
    maxTokens: 24,
    temperature: 0,
    topP: 1,
    stop: [],
    seed: 3,
    manifest: `0x${'0'.repeat(64)}`,
    salt: `0x${'0'.repeat(32)}`,
  },
};

test.afterAll(() => rmSync(FOLDER, { recursive: true }));

/** Adds the starter model in the q4f16 layout of model repositories, in the same way as any of theirs. */
async function addStoriesInHalf(): Promise<void> {
  const { checkpoint } = readStoriesModel('pruned');
  const graph = buildDecoderLayout(checkpoint, {
    ...{ attention: 'grouped', weights: 'int4-float16', positionIds: false, logitsToKeep: false },
  });
  writeFileSync(join(FOLDER, 'model.onnx'), encodeOnnx(graph));
  for (const name of ['tokenizer.json', 'tokenizer_config.json'])
    copyFileSync(join(PUBLISHED, name), join(FOLDER, name));
  const starter = parseManifest(JSON.parse(readFileSync(join(PUBLISHED, 'manifest.json'), 'utf8')));
  const { conformance: _conformance, files: _files, ...manifest } = { ...starter, id: ID };
  const gpu = { ...manifest.gpu, features: ['shader-f16'] };
  const template = join(FOLDER, 'template.json');
  writeFileSync(
    template,
    JSON.stringify({ repository: '', revision: '', notes: [], manifest: { ...manifest, gpu } }),
  );
  await addModel(template, FOLDER);
}

test(
  'a decoder in 4 and 16 bits conforms and writes the same text alone and in a batch',
  THOROUGH,
  async ({ page, origin }) => {
    await addStoriesInHalf();
    await openHarnessOn(page, origin, { folder: FOLDER, id: ID, kind: 'text' });

    await loadOnFitGpu(page, ID);
    const report = await page.evaluate((id) => window.harness.conformance(id), ID);
    expect(report.error).toBeUndefined();
    const pace = await page.evaluate((id) => window.harness.calibrate(id), ID);
    expect(pace.value?.together).toBe(MAX_BATCH_SIZE);

    const { outcome } = await page.evaluate((request) => window.harness.run(request), STORY);
    const alone = outcome.value?.result;
    expect(alone?.kind === 'text' && alone.tokens.length).toBe(STORY.maxTokens);
    const again = await page.evaluate(
      (requests) => window.harness.runAll(requests),
      [STORY, { ...STORY, seed: 4 }],
    );
    for (const { value } of again) expect(value?.result).toEqual(alone);
    test.info().annotations.push({
      type: 'figures',
      description: `relative L2 ${report.value!.relativeL2}, ${outcome.value!.tokensPerSecond} tokens/s: ${alone?.kind === 'text' && alone.text}`,
    });
  },
);
