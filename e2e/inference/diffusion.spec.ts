import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { relativeL2 } from '#inference/conformance/relativeL2.ts';
import { loadModel } from '#inference/loadModel.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import type { ImageRequest } from '#protocol/task/taskRequest.ts';
import { buildRandomDiffusion } from '../../tools/models/fixtures/buildRandomDiffusion.ts';
import { folderReader } from '../../tools/models/publish/modelFolder.ts';
import { expect, loadOnFitGpu, openHarnessOn, THOROUGH, test } from './harnessPage.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'diffusion-spec-'));
const ID = 'random-diffusion';
/**
 * Bounds on the difference between WebGPU and the CPU, for the latent and the picture's bytes, and the
 * tolerance in the model's manifest. In 16 bits the GPU also sums in 16 bits and the CPU does not; random
 * weights and guidance amplify the difference.
 */
const CASES = [
  { float: 'float32', tolerance: 1e-3, latent: 1e-4, picture: 1e-3, level: 1 },
  { float: 'float16', tolerance: 0.05, latent: 0.02, picture: 0.05, level: 40 },
] as const;

test.afterAll(() => rmSync(FOLDER, { recursive: true }));

for (const { float, tolerance, latent, picture, level } of CASES) {
  test(
    `a Stable Diffusion in the published layout draws the same on WebGPU as on the CPU: ${float}`,
    THOROUGH,
    async ({ page, origin }) => {
      const manifest = await buildRandomDiffusion(FOLDER, {
        ...{ id: ID, seed: 11, float, timestep: 'int64', guidance: false },
        externalData: true,
        manifest: {
          conformance: { file: 'conformance.json', tolerance },
          gpu: { features: float === 'float16' ? ['shader-f16'] : [] },
        },
      });
      await openHarnessOn(page, origin, { folder: FOLDER, id: ID, kind: 'image' });

      // The graphs have open dimensions, shape arithmetic and an int64 time step. Loading refuses them if
      // anything but arithmetic on shapes runs on the CPU.
      await loadOnFitGpu(page, ID);
      const report = await page.evaluate((id) => window.harness.conformance(id), ID);
      expect(report.error).toBeUndefined();
      expect(report.value!.relativeL2).toBeLessThanOrEqual(Math.max(latent, picture));

      const request: ImageRequest = {
        ...{ kind: 'image', model: ID, prompt: 'a red cat', negativePrompt: 'grey', width: 64, height: 64 },
        ...{
          steps: 3,
          guidance: 4,
          previews: 1,
          seed: 5,
          manifest: `0x${'0'.repeat(64)}`,
          salt: `0x${'0'.repeat(32)}`,
        },
      };
      const { outcome, progress } = await page.evaluate((task) => window.harness.run(task), request);
      const result = outcome.value!.result;
      const model = await loadModel(manifest, folderReader(FOLDER), createNodeRuntime());
      const onCpu = (await model.run(request)).result;
      await model.dispose();
      if (result.kind !== 'image' || onCpu.kind !== 'image') throw new TypeError('both results are images');
      // Playwright hands a Uint8Array over as an object of numbers.
      const png = Uint8Array.from(Object.values(result.png));
      const [drawn, expected] = [decode(png), decode(onCpu.png)];
      expect(
        Math.max(...Array.from(drawn.data, (value, i) => Math.abs(value - expected.data[i]!))),
      ).toBeLessThanOrEqual(level);
      expect(relativeL2(drawn.data, expected.data)).toBeLessThan(picture);
      expect(drawn.text).toEqual(expected.text);
      const shown = progress.flatMap((news) => (news.kind === 'step' && news.preview ? [news.preview] : []));
      expect(shown).toHaveLength(1);
      expect(decode(Uint8Array.from(Object.values(shown[0]!))).width).toBe(64);
      test.info().annotations.push({
        type: 'figures',
        description: `relative L2 ${report.value!.relativeL2}, 3 steps ${outcome.value!.seconds} s`,
      });
    },
  );
}
