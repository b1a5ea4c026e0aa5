import { expect, it } from 'vitest';
import { noiseSchedule } from '#inference/noiseSchedule.ts';

const STABLE_DIFFUSION = {
  kind: 'discrete-euler',
  trainSteps: 1_000,
  betaStart: 0.00085,
  betaEnd: 0.012,
} as const;

it('flow matching walks from t = 0 to 1 in equal steps', () => {
  const { initialScale, steps } = noiseSchedule({ kind: 'flow-matching-euler' }, 4);
  expect(initialScale).toBe(1);
  expect(steps.map(({ timestep }) => timestep)).toEqual([0, 0.25, 0.5, 0.75]);
  expect(steps.reduce((sum, { delta }) => sum + delta, 0)).toBeCloseTo(1, 12);
});

it("discrete Euler has Stable Diffusion's published largest sigma and ends without noise", () => {
  const { initialScale, steps } = noiseSchedule(STABLE_DIFFUSION, 1);
  expect(initialScale).toBeCloseTo(14.6146, 4);
  expect(steps[0]!.timestep).toBe(999);
  expect(initialScale + steps[0]!.delta).toBeCloseTo(0, 12);
});

it('discrete Euler takes trailing time steps and finds the picture again if the noise is foretold', () => {
  const { initialScale, steps } = noiseSchedule(STABLE_DIFFUSION, 4);
  expect(steps.map(({ timestep }) => timestep)).toEqual([999, 749, 499, 249]);
  const [picture, noise] = [0.3, -1.2];
  let x = picture + initialScale * noise;
  for (const { delta } of steps) x += delta * noise;
  expect(x).toBeCloseTo(picture, 10);
});
