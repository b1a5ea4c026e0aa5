import { expect, it } from 'vitest';
import { mostPartsOf, wantedParts } from '#coordinator/audit/wantedParts.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import type { ImageRequest } from '#protocol/task/taskRequest.ts';

const manifest = { latent: { channels: 4, scale: 8, scalingFactor: 1, shiftFactor: 0 } };
const request = (side: number, steps: number) => ({ width: side, height: side, steps }) as ImageRequest;
const middle = () => 0.5;

it('asks for the noise, the last latent and the parts around more than half of the steps', () => {
  expect(wantedParts(manifest, request(512, 4), middle)).toEqual([0, 1, 2, 3, 4]);
  const parts = wantedParts(manifest, request(512, 20), middle);
  expect(parts.slice(0, 2)).toEqual([0, 1]);
  expect(parts.at(-1)).toBe(20);
  expect(parts.length).toBeGreaterThanOrEqual(12);
});

it('asks for no more than may be handed over at once', () => {
  // A mebibyte each.
  expect(mostPartsOf(manifest, request(2_048, 20))).toBe(TASK_LIMIT.traceBytes / 2 ** 20);
  expect(wantedParts(manifest, request(2_048, 40), middle).length).toBeLessThanOrEqual(16);
});
