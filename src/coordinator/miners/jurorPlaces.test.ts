import { expect, it } from 'vitest';
import { JUROR_PLACES, JurorPlaces } from '#coordinator/miners/jurorPlaces.ts';
import { accountOf } from '#coordinator/testing/world.ts';

const KEPT_MS = 90_000;
const ANN = accountOf('ann').address;
const BOB = accountOf('bob').address;

function setUp() {
  const clock = { now: 0 };
  return { clock, places: new JurorPlaces(() => clock.now) };
}

it('a juror keeps its place while it says hello, and is overdue a moment later', () => {
  const { places, clock } = setUp();
  expect(places.take('ann', ANN)).toBe(true);
  clock.now = KEPT_MS - 1;
  expect(places.overdue()).toEqual([]);
  expect(places.take('ann', ANN)).toBe(true);
  clock.now += KEPT_MS - 1;
  expect(places.overdue()).toEqual([]);
  clock.now += 1;
  expect(places.overdue()).toEqual(['ann']);
});

it('there are so many places and no more, and each is free again once its peer has left', () => {
  const { places } = setUp();
  for (let at = 0; at < JUROR_PLACES; at++)
    expect(places.take(`peer ${at}`, accountOf(`${at}`).address)).toBe(true);
  expect(places.take('late', BOB)).toBe(false);
  expect(places.has('late')).toBe(false);
  expect(places.take('peer 0', accountOf('0').address)).toBe(true);
  expect(places.leave('peer 0')).toBe(true);
  expect(places.leave('peer 0')).toBe(false);
  expect(places.take('late', BOB)).toBe(true);
  expect(places.peerOf(BOB)).toBe('late');
});
