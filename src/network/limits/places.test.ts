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

  it('counts all hosts together', () => {
    const places = new Places({ most: 2, mostPerHost: 2 });
    const leave = places.take('a')!;
    places.take('b');
    expect(places.take('c')).toBeUndefined();
    leave();
    expect(places.take('c')).toBeDefined();
  });
});
