import { beforeEach, expect, it, vi } from 'vitest';
import {
  BundlePlaces,
  JUROR_BUNDLES,
  OTHER_BUNDLES,
  REST_MS,
} from '#coordinator/court/bundles/bundlePlaces.ts';

const [CASE, OTHER_CASE] = [`0x${'ca'.repeat(32)}`, `0x${'cb'.repeat(32)}`] as const;
const clock = { now: 0 };
let places: BundlePlaces;
beforeEach(() => {
  clock.now = 0;
  places = new BundlePlaces(() => clock.now);
});

const take = (miner: string, { isJuror = true, about = CASE as typeof CASE | typeof OTHER_CASE } = {}) => {
  const cut = vi.fn();
  return { place: places.take({ miner, about, isJuror, cut }), cut };
};
const jurors = (count: number) => Array.from({ length: count }, (_, at) => take(`juror ${at}`));

it('keeps places for jurors of the case, whoever else asks', () => {
  for (let miner = 0; miner < 8; miner++) take(`miner ${miner}`, { isJuror: false });
  expect(take('ann').place).toBeDefined();
});

it('has so many places of each kind', () => {
  expect(jurors(JUROR_BUNDLES).every(({ place }) => place !== undefined)).toBe(true);
  expect(take('one more').place).toBeUndefined();
  const others = Array.from({ length: OTHER_BUNDLES + 1 }, (_, at) =>
    take(`miner ${at}`, { isJuror: false }),
  );
  expect(others.map(({ place }) => place !== undefined)).toEqual([true, true, false]);
});

it('has one place for a miner, and gives it again once it is left', () => {
  const { place } = take('ann');
  expect(take('ann').place).toBeUndefined();
  expect(take('ann', { isJuror: false }).place).toBeUndefined();
  place!.leave(false);
  expect(take('ann').place).toBeDefined();
});

it('gives a juror that comes for the first time the place of one that comes again', () => {
  const [again] = jurors(JUROR_BUNDLES);
  again!.place!.leave(false);
  const second = take('juror 0');
  expect(take('ann').place).toBeDefined();
  expect(second.cut).toHaveBeenCalledOnce();
  // Who lost its place has none to give back: it is another's now.
  second.place!.leave(false);
  expect(take('bob').place).toBeUndefined();
});

it('keeps the place of a juror that came again while its lost place was still being left', () => {
  const [again, other] = jurors(JUROR_BUNDLES);
  again!.place!.leave(false);
  const lost = take('juror 0');
  expect(take('ann').place).toBeDefined();
  other!.place!.leave(false);
  expect(take('juror 0').place).toBeDefined();
  lost.place!.leave(false);
  expect(take('juror 0').place).toBeUndefined();
});

it('takes no place from a juror for one that came as often', () => {
  for (const { place } of jurors(JUROR_BUNDLES)) place!.leave(false);
  take('ann').place!.leave(false);
  const holding = jurors(JUROR_BUNDLES);
  expect(take('ann').place).toBeUndefined();
  expect(holding.some(({ cut }) => cut.mock.calls.length > 0)).toBe(false);
});

it('counts each case by itself', () => {
  const [again] = jurors(JUROR_BUNDLES);
  again!.place!.leave(false);
  take('juror 0', { about: OTHER_CASE });
  expect(take('ann').place).toBeUndefined();
});

it.each([true, false])('gives none for ten minutes to who misused one (a juror: %s)', (isJuror) => {
  take('ann', { isJuror }).place!.leave(true);
  clock.now = REST_MS - 1;
  expect(take('ann', { isJuror }).place).toBeUndefined();
  clock.now = REST_MS;
  expect(take('ann', { isJuror }).place).toBeDefined();
});

it('gives a miner without seats four bundles, and one a minute from then on', () => {
  const isGiven = () => {
    const { place } = take('ann', { isJuror: false });
    place?.leave(false);
    return place !== undefined;
  };
  expect(Array.from({ length: 5 }, isGiven)).toEqual([true, true, true, true, false]);
  clock.now = 60_000;
  expect([isGiven(), isGiven()]).toEqual([true, false]);
});
