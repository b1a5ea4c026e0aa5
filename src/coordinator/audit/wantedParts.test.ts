import { expect, it } from 'vitest';
import { mostPartsOf, wantedParts } from '#coordinator/audit/wantedParts.ts';
import { encodeWire } from '#protocol/messages/wire.ts';
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

it('asks for no more than a frame holds with the hashes of all parts', () => {
  // A mebibyte each.
  expect(mostPartsOf(manifest, request(2_048, 20))).toBe(TASK_LIMIT.traceBytes / 2 ** 20 - 1);
  for (const [side, steps] of [
    [1_024, 100],
    [2_048, 50],
  ] as const) {
    const parts = wantedParts(manifest, request(side, steps), middle);
    const bytes = 4 * 4 * (side / 8) ** 2;
    const trace = {
      leaves: Array<string>(steps + 1).fill(`0x${'a'.repeat(64)}`),
      parts: parts.map((part) => [part, new Uint8Array(bytes)]),
    };
    expect(encodeWire({ type: 'trace', trace }).byteLength).toBeLessThanOrEqual(TASK_LIMIT.traceBytes);
  }
});
