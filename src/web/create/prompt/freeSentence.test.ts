import { expect, it } from 'vitest';
import type { ApiModel } from '#protocol/messages/api.ts';
import { freeSentence } from '#web/create/prompt/freeSentence.ts';

const model = (price_unit: 'step' | 'token', steps: { default: number; max: number } | null) =>
  ({ cuckoo: { price_cai: '0.1', price_unit, steps } }) as ApiModel;
const image = model('step', { default: 4, max: 20 });

it('says who pays how much for the steps that are chosen', () => {
  expect(freeSentence(image, undefined)).toBe('Free: the coordinator pays 0.4 CAI.');
  expect(freeSentence(image, 20)).toBe('Free: the coordinator pays 2 CAI.');
});

it('names no amount that is not known yet, as of a text', () => {
  expect(freeSentence(model('token', null), undefined)).toBe('Free: the coordinator pays.');
  expect(freeSentence(undefined, undefined)).toBe('Free: the coordinator pays.');
});
