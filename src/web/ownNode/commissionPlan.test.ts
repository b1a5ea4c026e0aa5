import { describe, expect, it } from 'vitest';
import { announcementOf, parseCommission } from '#web/ownNode/commissionPlan.ts';

describe('parseCommission', () => {
  it.each([
    ['0', 0],
    ['5', 500],
    [' 12.5 % ', 1_250],
    ['12.05', 1_205],
    ['7.', 700],
    ['50', 5_000],
  ])('reads %s', (text, bps) => {
    expect(parseCommission(text)).toEqual({ ok: true, bps });
  });

  it.each([
    [' ', 'EMPTY'],
    ['%', 'EMPTY'],
    ['ten', 'NOT_A_NUMBER'],
    ['-1', 'NOT_A_NUMBER'],
    ['5,5', 'NOT_A_NUMBER'],
    ['1.234', 'TOO_PRECISE'],
    ['50.01', 'TOO_HIGH'],
  ])('refuses %s', (text, problem) => {
    expect(parseCommission(text)).toEqual({ ok: false, problem });
  });
});

describe('an announced commission', () => {
  const at = (nowSeconds: number) => announcementOf([1_500, 1_000], { coolDown: 100, nowSeconds });

  it.each([
    ['waits a second before its time', 999, false],
    ['is due at its time', 1_000, true],
    ['is due at the end of its time', 1_100, true],
  ])('%s', (_, now, due) => {
    expect(at(now)).toEqual({ bps: 1_500, from: 1_000, until: 1_100, due });
  });

  it('has lapsed a second later', () => {
    expect(at(1_101)).toBeUndefined();
  });

  it('is none where the contract says zeros', () => {
    expect(announcementOf([0, 0], { coolDown: 100, nowSeconds: 5 })).toBeUndefined();
  });
});
