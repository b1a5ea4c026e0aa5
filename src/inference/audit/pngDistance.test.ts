import { expect, it } from 'vitest';
import { distanceOfPng } from '#inference/audit/pngDistance.ts';
import { encodePng } from '#inference/png/pngEncoder.ts';

const pixels = (change: (at: number) => number = () => 0) => ({
  ...{ width: 16, height: 8 },
  data: Uint8Array.from({ length: 3 * 16 * 8 }, (_, at) => ((at * 7) % 200) + change(at)),
});
const FACTS = { Software: 'a test' };

it('is 0 for the same picture, whatever the file says beside it', async () => {
  expect(await distanceOfPng(encodePng(pixels(), FACTS), pixels())).toEqual({ mean: 0, largest: 0 });
});

it('is that of the pixels for another picture', async () => {
  const png = encodePng(
    pixels((at) => (at === 5 ? 52 : at % 2)),
    FACTS,
  );
  expect(await distanceOfPng(png, pixels())).toMatchObject({ largest: 51 / 255 });
});

it.each<[string, Uint8Array]>([
  ['no file', new Uint8Array(0)],
  ['a cut file', encodePng(pixels(), FACTS).slice(0, -20)],
  ['another size', encodePng({ width: 8, height: 16, data: pixels().data }, {})],
])('is infinite for %s', async (_, png) => {
  expect((await distanceOfPng(png, pixels())).mean).toBe(Infinity);
});
