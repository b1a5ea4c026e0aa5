import { expect, it } from 'vitest';
import { focusNearest } from '#web/action/keptFocus.ts';

/** Places that note which of them was focused. */
function placesOf(...connected: boolean[]) {
  const focused: number[] = [];
  const places = connected.map((isConnected, at) => ({
    ...{ isConnected, tabIndex: 0 },
    focus: () => void focused.push(at),
  }));
  return { places, focused };
}

it.each([
  ['the nearest, where all stay', [true, true], [0]],
  ['the next, where the nearest has left as well', [false, true, true], [1]],
  ['none, where all have left', [false], []],
])('focuses %s', (_, connected, expected) => {
  const { places, focused } = placesOf(...connected);
  focusNearest(places);
  expect(focused).toEqual(expected);
});

it('makes the place that it focuses reachable by script, not by the tab key', () => {
  const { places } = placesOf(true, true);
  focusNearest(places);
  expect(places.map(({ tabIndex }) => tabIndex)).toEqual([-1, 0]);
});
