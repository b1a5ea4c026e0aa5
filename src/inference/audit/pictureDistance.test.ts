import { expect, it } from 'vitest';
import { pictureDistance } from '#inference/audit/pictureDistance.ts';

const grey = (change: (at: number) => number = () => 0) =>
  Uint8Array.from({ length: 300 }, (_, at) => 100 + change(at));

it('does not count bytes that were rounded the other way, and counts the next level', () => {
  expect(
    pictureDistance(
      grey((at) => (at % 3) - 1),
      grey(),
    ),
  ).toEqual({ mean: 0, largest: 0 });
  expect(
    pictureDistance(
      grey((at) => (at === 7 ? -2 : 0)),
      grey(),
    ).largest,
  ).toBe(1 / 255);
});

it('is absolute, so that black has a distance too', () => {
  const [black, white] = [new Uint8Array(12), new Uint8Array(12).fill(255)];
  expect(pictureDistance(white, black)).toEqual({ mean: 254 / 255, largest: 254 / 255 });
});

it('is infinite between different sizes', () => {
  expect(pictureDistance(new Uint8Array(3), new Uint8Array(6)).mean).toBe(Infinity);
});
