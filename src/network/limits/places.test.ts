import { describe, expect, it } from 'vitest';
import { Places } from '#network/limits/places.ts';

describe('Places', () => {
  it('gives a host no more than its share, and others the rest', () => {
    const places = new Places({ most: 3, mostPerHost: 2 });
    expect(places.take('a')).toBeDefined();
    expect(places.take('a')).toBeDefined();
    expect(places.take('a')).toBeUndefined();
    expect(places.take('b')).toBeDefined();
    expect(places.take('c')).toBeUndefined();
  });

  it('gives a place again once it was given back, and only once', () => {
    const places = new Places({ most: 9, mostPerHost: 2 });
    const leave = places.take('a')!;
    places.take('a');
    leave();
    leave();
    expect(places.take('a')).toBeDefined();
    expect(places.take('a')).toBeUndefined();
  });

  it('counts places that are held elsewhere', () => {
    const places = new Places({ most: 3, mostPerHost: 2 });
    expect(places.take('a', ['b', 'b', 'c'])).toBeUndefined();
    expect(places.take('a', ['a', 'a'])).toBeUndefined();
    expect(places.take('a', ['a', 'b'])).toBeDefined();
  });

  it('keeps places for others when some hosts take all that they may', () => {
    const places = new Places({ most: 20, mostPerHost: 5 });
    const takeAll = (host: string) => {
      let taken = 0;
      while (places.take(host) !== undefined) taken += 1;
      return taken;
    };
    // A quarter of 20, of 15, of 11 and of 8.
    expect(['a', 'b', 'c', 'd'].map(takeAll)).toEqual([5, 4, 3, 2]);
    expect(places.take('a')).toBeUndefined();
    expect(places.take('e')).toBeDefined();
  });

  it('counts all hosts together', () => {
    const places = new Places({ most: 2, mostPerHost: 2 });
    const leave = places.take('a')!;
    places.take('b');
    expect(places.take('c')).toBeUndefined();
    leave();
    expect(places.take('c')).toBeDefined();
  });
});
