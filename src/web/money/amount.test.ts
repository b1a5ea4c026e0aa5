import { parseEther } from 'viem';
import { describe, expect, it } from 'vitest';
import {
  amountSentence,
  exactAmount,
  formatAmount,
  formatCount,
  formatFraction,
  formatShare,
  parseAmount,
  readBack,
  roundCai,
} from '#web/money/amount.ts';

describe('parseAmount', () => {
  it.each([
    ['20000', parseEther('20000')],
    [' 20,000 ', parseEther('20000')],
    ['1,234,567.5', parseEther('1234567.5')],
    ['20 000', parseEther('20000')],
    ['20\u00a0000.50', parseEther('20000.5')],
    ['20_000', parseEther('20000')],
    ['20’000', parseEther('20000')],
    ['1.234', parseEther('1.234')],
    ['0.5', parseEther('0.5')],
    ['.5', parseEther('0.5')],
    ['5.', parseEther('5')],
    ['0.000000000000000001', 1n],
    ['007', parseEther('7')],
    ['٢٠٬٠٠٠٫٥', parseEther('20000.5')],
    ['۵', parseEther('5')],
  ])('reads %s', (text, wei) => {
    expect(parseAmount(text)).toEqual({ ok: true, wei });
  });

  it.each([
    ['', 'EMPTY'],
    ['.', 'NOT_A_NUMBER'],
    ['-1', 'NOT_A_NUMBER'],
    ['1e18', 'NOT_A_NUMBER'],
    ['0x10', 'NOT_A_NUMBER'],
    ['1.2.3', 'NOT_A_NUMBER'],
    ['0,5', 'DECIMAL_COMMA'],
    ['0,50', 'DECIMAL_COMMA'],
    ['0,500', 'DECIMAL_COMMA'],
    ['0,050', 'DECIMAL_COMMA'],
    ['00,125', 'DECIMAL_COMMA'],
    ['0,000,500', 'NOT_A_NUMBER'],
    ['20 000,50', 'DECIMAL_COMMA'],
    ['20.000,50', 'DECIMAL_COMMA'],
    ['1,2345', 'DECIMAL_COMMA'],
    ['20000,000', 'DECIMAL_COMMA'],
    ['5,', 'DECIMAL_COMMA'],
    [',5', 'NOT_A_NUMBER'],
    ['1,234 567', 'NOT_A_NUMBER'],
    ['1 2', 'NOT_A_NUMBER'],
    ['12,34,567', 'NOT_A_NUMBER'],
    ['1.234.567', 'NOT_A_NUMBER'],
    ['0', 'ZERO'],
    ['0.00', 'ZERO'],
    ['0.0000000000000000001', 'TOO_PRECISE'],
    ['1000000000000000', 'TOO_LARGE'],
  ])('refuses %j as %s', (text, problem) => {
    expect(parseAmount(text)).toEqual({ ok: false, problem });
  });

  it('accepts the maximum and refuses one wei more', () => {
    expect(parseAmount(exactAmount(parseEther('3')), parseEther('3'))).toEqual({
      ok: true,
      wei: parseEther('3'),
    });
    expect(parseAmount(exactAmount(parseEther('3') + 1n), parseEther('3'))).toEqual({
      ok: false,
      problem: 'ABOVE_MAXIMUM',
    });
  });

  it('reads back every exact amount', () => {
    for (const wei of [1n, 10n ** 18n, 123456789012345678901234n]) {
      expect(parseAmount(exactAmount(wei))).toEqual({ ok: true, wei });
    }
  });
});

describe('readBack', () => {
  it.each([
    ['20000', null],
    ['1,234', '1,234.00 CAI'],
    ['1.234', '1.234 CAI'],
    ['20 000.5', '20,000.50 CAI'],
    ['.000000000000000001', '0.000000000000000001 CAI'],
  ])('of "%s" is %s', (text, expected) => {
    const parsed = parseAmount(text);
    expect(parsed.ok && readBack(text, parsed.wei)).toBe(expected);
  });
});

describe('amountSentence', () => {
  it('is null only for an empty field', () => {
    expect(amountSentence('EMPTY', undefined)).toBeNull();
    expect(amountSentence('ABOVE_MAXIMUM', parseEther('12'))).toBe('You have only 12 CAI for this.');
  });
});

describe('formatAmount', () => {
  it.each([
    [0n, '0'],
    [parseEther('20000'), '20,000'],
    [parseEther('1234567.89'), '1,234,567.89'],
    [parseEther('0.99999'), '0.9999'],
    [1n, '<0.0001'],
    [-parseEther('2'), '−2'],
  ])('%s is %s', (wei, text) => {
    expect(formatAmount(wei)).toBe(text);
  });
});

describe('roundCai', () => {
  it.each([
    [parseEther('21.1069'), '21.1 CAI'],
    [parseEther('334.96'), '335 CAI'],
    [parseEther('12345'), '12,300 CAI'],
    [parseEther('999.9'), '1,000 CAI'],
    [5n, '<0.0001 CAI'],
    [0n, '0 CAI'],
  ])('%s wei is %s', (wei, text) => expect(roundCai(wei)).toBe(text));
});

describe('formatShare', () => {
  const dust = 10n ** 30n;
  it.each([
    [0n, 0n, '0 %'],
    [0n, 5n, '0 %'],
    [1n, 3n, '33.3 %'],
    [1n, 10_000n, '0.01 %'],
    [1n, 10_001n, '<0.01 %'],
    [1n, dust, '<0.01 %'],
    [9_994n, 10_000n, '99.9 %'],
    [9_995n, 10_000n, '99.95 %'],
    [9_999n, 10_000n, '99.99 %'],
    [99_991n, 100_000n, '>99.99 %'],
    [dust - 1n, dust, '>99.99 %'],
    [5n, 5n, '100 %'],
  ])('%s of %s is %s', (part, whole, text) => {
    expect(formatShare(part, whole)).toBe(text);
  });
});

describe('formatFraction', () => {
  it.each([
    [0, '0 %'],
    [Number.MIN_VALUE, '<0.01 %'],
    [0.5, '50 %'],
    [1 - Number.EPSILON, '>99.99 %'],
    [1, '100 %'],
  ])('%s is %s', (fraction, text) => {
    expect(formatFraction(fraction)).toBe(text);
  });
});

describe('formatCount', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [4_096, '4,096'],
    [1_234_567, '1,234,567'],
  ])('%s is %s', (count, text) => {
    expect(formatCount(count)).toBe(text);
  });
});
