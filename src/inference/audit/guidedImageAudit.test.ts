import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { distanceOf } from '#inference/audit/auditMeasure.ts';
import { auditImage } from '#inference/audit/imageAudit.ts';
import type { GeneratedImage } from '#inference/diffusion/imageGeneration.ts';
import type { ImageSettings } from '#inference/diffusion/settings/imageSettings.ts';
import {
  type CountedDiffusion,
  draw,
  openCountedDiffusion,
  SETTINGS,
} from '#tools/models/fixtures/countedDiffusion.ts';

const ROOT = mkdtempSync(join(tmpdir(), 'guided-audit-test-'));
const HALF = { gpu: { features: ['shader-f16'] } };
const LCM = {
  scheduler: {
    ...{ kind: 'lcm', prediction: 'epsilon', trainSteps: 1_000, betas: 'scaled-linear', betaStart: 0.00085 },
    ...{ betaEnd: 0.012, originalSteps: 50, timestepScaling: 10 },
  },
};
const MODELS = [
  ['float32', { id: 'single', float: 'float32' }],
  ['float16', { id: 'half', float: 'float16', manifest: HALF }],
  ['noise added in each step', { id: 'lcm', float: 'float32', manifest: LCM }],
] as const;

const WANTED = { ...SETTINGS, steps: 6 };
const STEPS = [1, 2, 3, 4, 5, 6];

afterAll(() => rmSync(ROOT, { recursive: true }));

describe.each(MODELS)('auditImage with classifier-free guidance: %s', (_, options) => {
  const opened = openCountedDiffusion(ROOT, options);
  afterAll(async () => (await opened).session.dispose());

  const audit = async (model: CountedDiffusion, { result, trace }: GeneratedImage, step: number) => {
    const parts = new Map([0, step - 1, step, WANTED.steps].map((index) => [index, trace[index]!]));
    return distanceOf(await auditImage(model, WANTED, { png: result.png, parts }));
  };

  it('finds nothing in an honest image', async () => {
    const model = await opened;
    const honest = await draw(model, WANTED);
    for (const step of STEPS) expect(await audit(model, honest, step)).toBeLessThan(1 / 3);
  });

  it.each<[string, Partial<ImageSettings>]>([
    ['no guidance, at half the cost', { guidance: 1 }],
    ['another negative prompt', { negativePrompt: 'red red red' }],
    ['another prompt', { prompt: 'a green dog' }],
  ])('finds %s in each step', async (_, change) => {
    const model = await opened;
    const forged = await draw(model, { ...WANTED, ...change });
    const distances = [];
    for (const step of STEPS) distances.push(await audit(model, forged, step));
    expect(Math.min(...distances)).toBeGreaterThan(1);
  });

  it('finds a little less guidance in the first step, where it counts most', async () => {
    const model = await opened;
    expect(await audit(model, await draw(model, { ...WANTED, guidance: 3 }), 1)).toBeGreaterThan(1);
  });

  it('takes only those steps again whose latents were handed over', async () => {
    const model = await opened;
    const honest = await draw(model, WANTED);
    const before = { ...model.runs };
    await audit(model, honest, 1);
    expect(model.runs).toEqual({
      ...before,
      textEncoder: before.textEncoder + 1,
      denoiser: before.denoiser + 1,
      decoder: before.decoder + 1,
    });
  });
});
