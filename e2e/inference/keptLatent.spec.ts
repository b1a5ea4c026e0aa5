import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page, Worker } from '@playwright/test';
import { buildRandomDiffusion } from '../../tools/models/fixtures/buildRandomDiffusion.ts';
import { SIZES } from '../../tools/models/fixtures/randomDiffusion.ts';
import { openWorker } from '../../tools/moduleWorker.ts';
import { expect, skipWithoutHalf, THOROUGH, test } from './harnessPage.ts';
import type { Draws, Picture } from './keptLatent.worker.ts';

const ROOT = mkdtempSync(join(tmpdir(), 'kept-latent-spec-'));
/**
 * Largest relative L2 distance between the results of latents that stay on the GPU and of those that are
 * read back: a byte or a 16-bit float may round the other way.
 */
const FLOATS = { float32: 1e-3, float16: 0.02 } as const;

const PICTURE: Picture = {
  ...{
    prompt: 'a red cat',
    negativePrompt: 'grey',
    width: 64,
    height: 64,
    steps: 4,
    guidance: 4,
    previews: 2,
    seed: 5,
  },
};
const LINEAR = {
  patch: 2,
  factors: Array.from({ length: SIZES.latent + 1 }, (_, row) => new Array<number>(12).fill(row / 20)),
};
const LCM: NonNullable<Draws['change']['scheduler']> = {
  ...{
    kind: 'lcm',
    prediction: 'epsilon',
    trainSteps: 1_000,
    betas: 'scaled-linear',
    betaStart: 0.00085,
    betaEnd: 0.012,
  },
  ...{ originalSteps: 50, timestepScaling: 10 },
};

/** Its samples are scaled before the denoiser sees them. */
const EULER: NonNullable<Draws['change']['scheduler']> = {
  ...{
    kind: 'discrete-euler',
    prediction: 'epsilon',
    trainSteps: 1_000,
    betas: 'scaled-linear',
    betaStart: 0.00085,
    betaEnd: 0.012,
  },
  ...{ spacing: 'trailing', stepsOffset: 0 },
};

test.afterAll(() => rmSync(ROOT, { recursive: true }));

/** Opens a worker that finds a random model of this precision. */
async function open(page: Page, origin: string, float: keyof typeof FLOATS): Promise<Worker> {
  const folder = join(ROOT, float);
  await buildRandomDiffusion(folder, {
    ...{ id: float, seed: 11, float, timestep: 'int64', guidance: false, externalData: false },
    manifest: { gpu: { features: float === 'float16' ? ['shader-f16'] : [] } },
  });
  await page.route('**/kept-latent/**', async (route) => {
    const body = readFileSync(
      join(folder, new URL(route.request().url()).pathname.split('/kept-latent/')[1]!),
    );
    await route.fulfill({ body, contentType: 'application/octet-stream' });
  });
  return openWorker(page, `${origin}/e2e/inference/keptLatent.worker.ts`);
}

const draw = (worker: Worker, change: Draws['change'], pictures: readonly Picture[]) =>
  worker.evaluate((all) => globalThis.drawBothWays(all), { folder: '/kept-latent', change, pictures });

const WAYS: readonly [name: string, change: Draws['change'], pictures: readonly Picture[]][] = [
  [
    'guidance in one run, the decoder’s previews, from a picture',
    {},
    [PICTURE, { ...PICTURE, strength: 0.6, seed: 6 }],
  ],
  ['guidance in two runs, previews by the manifest', { batch: 1, preview: LINEAR }, [PICTURE]],
  [
    'samples and latents that are scaled and shifted for the graphs',
    {
      scheduler: EULER,
      latent: { channels: SIZES.latent, scale: SIZES.scale, scalingFactor: 0.4, shiftFactor: 0.3 },
    },
    [PICTURE],
  ],
  ['fresh noise at each step, no guidance', { scheduler: LCM, batch: 1 }, [{ ...PICTURE, guidance: 1 }]],
];

for (const [float, bound] of Object.entries(FLOATS) as [keyof typeof FLOATS, number][]) {
  test(
    `latents that stay on the GPU give the same pictures: ${float}`,
    THOROUGH,
    async ({ page, origin }) => {
      const worker = await open(page, origin, float);
      const lacksHalf = float === 'float16' && !(await worker.evaluate(() => globalThis.hasHalf));
      skipWithoutHalf(lacksHalf, 'this adapter has no shader-f16');
      for (const [name, change, pictures] of WAYS) {
        const { drawn, kept, held } = await draw(worker, change, pictures);
        expect(kept, name).toBe(PICTURE.steps * pictures.length);
        for (const { latent, picture, preview, told, errors, late, ...traced } of drawn) {
          expect(errors, name).toEqual([undefined, undefined]);
          expect(latent, name).toBeLessThan(bound);
          expect(picture, name).toBeLessThan(bound);
          expect(preview, name).toBeLessThan(bound);
          expect(traced.trace, name).toBeLessThan(bound);
          expect(traced.parts, name).toBe(PICTURE.steps + 1);
          expect(traced.audit, name).toBeLessThan(1 / 3);
          expect(told[0], name).toHaveLength(PICTURE.steps);
          expect(
            told[0]!.filter(([, preview]) => preview),
            name,
          ).toHaveLength(PICTURE.previews!);
          expect(told[1], name).toEqual(told[0]);
          expect(late, name).toBe(0);
        }
        expect(held, `${name}: GPU memory kept`).toBe(0);
      }
    },
  );
}

test(
  'cancelling a picture whose latent stays on the GPU ends it without later progress',
  THOROUGH,
  async ({ page, origin }) => {
    const worker = await open(page, origin, 'float32');
    const { drawn, held } = await draw(worker, {}, [{ ...PICTURE, steps: 12, previews: 0, cancelAfter: 3 }]);
    expect(drawn[0]!.errors).toEqual(['CANCELLED', 'CANCELLED']);
    // The GPU may already be at the next step when the task is cancelled.
    expect(drawn[0]!.told[1]!.length).toBeLessThanOrEqual(4);
    expect(drawn[0]!.late).toBe(0);
    expect(held).toBe(0);
  },
);

test(
  'losing the GPU fails a picture whose latent stays there, without unhandled errors',
  THOROUGH,
  async ({ page, origin }) => {
    const unheard: string[] = [];
    page.on('pageerror', ({ message }) => unheard.push(message));
    const worker = await open(page, origin, 'float32');
    const { drawn } = await draw(worker, { preview: LINEAR }, [
      { ...PICTURE, steps: 12, previews: 8, loseAfter: 3 },
    ]);
    expect(drawn[0]!.errors[0]).toBeUndefined();
    expect(drawn[0]!.errors[1]).toBeDefined();
    expect(unheard).toEqual([]);
  },
);

test(
  'latents stay on the GPU only if steps are quick and the pictures stay the same',
  THOROUGH,
  async ({ page, origin }) => {
    const worker = await open(page, origin, 'float32');
    const kept = (stepMs: number, tolerance: number) =>
      worker.evaluate(
        ([step, most]) => globalThis.stepsKept('/kept-latent', step!, most!),
        [stepMs, tolerance],
      );
    expect(await kept(0, 1e-3)).toBe(4);
    expect(await kept(200, 1e-3)).toBe(0);
    expect(await kept(0, 1e-12)).toBe(0);
  },
);
