import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { addressField, amountField, hashField, signatureField, unixSecondsField } from '#protocol/fields.ts';

const reads = (field: z.ZodType, value: unknown) => field.safeParse(value).success;

describe('amountField', () => {
  it.each(['0', '1', '10', '9'.repeat(78)])('reads %s', (amount) => {
    expect(amountField.parse(amount)).toBe(BigInt(amount));
  });

  it.each(['', '00', '01', '-1', '+1', '1.0', '1e3', '0x1', ' 1', `1${'0'.repeat(78)}`])(
    'refuses “%s”: each amount has one spelling',
    (amount) => {
      expect(reads(amountField, amount)).toBe(false);
    },
  );
});

describe.each([
  ['hashField', hashField, 64],
  ['signatureField', signatureField, 130],
] as const)('%s', (_, field, digits) => {
  it('reads lowercase hex of its length', () => {
    expect(reads(field, `0x${'a'.repeat(digits)}`)).toBe(true);
  });

  it.each([
    ['a digit too few', `0x${'a'.repeat(digits - 1)}`],
    ['a digit too many', `0x${'a'.repeat(digits + 1)}`],
    ['capital letters: each hash has one spelling', `0x${'A'.repeat(digits)}`],
    ['no prefix', 'a'.repeat(digits + 2)],
  ])('refuses %s', (__, value) => {
    expect(reads(field, value)).toBe(false);
  });
});

describe('addressField', () => {
  it.each([
    ['lowercase', '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266'],
    ['its checksum', '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'],
    ['a wrong checksum', '0xF39fd6e51aad88f6f4ce6ab8827279cfffb92266'],
  ])('reads %s as the address with its checksum', (_, address) => {
    expect(addressField.parse(address)).toBe('0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266');
  });

  it('refuses what is not 20 bytes', () => {
    expect(reads(addressField, '0xf39fd6e51aad88f6f4ce6ab8827279cfffb922')).toBe(false);
  });
});

describe('unixSecondsField', () => {
  it.each([0, 2 ** 40])('reads %i', (seconds) => {
    expect(reads(unixSecondsField, seconds)).toBe(true);
  });

  it.each([-1, 2 ** 40 + 1, 0.5])('refuses %d', (seconds) => {
    expect(reads(unixSecondsField, seconds)).toBe(false);
  });
});
