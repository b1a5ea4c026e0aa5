import { expect, it } from 'vitest';
import { nextInfo } from '#web/ownNode/InfoCard.tsx';

const info = { name: 'Nest', url: 'https://nest.example', more: 'kept' };

it.each([
  ['a new name', 'coordinator', { name: ' Oak ', url: info.url }, { ...info, name: 'Oak' }],
  ['a new address', 'coordinator', { name: 'Nest', url: 'http://a.test' }, { ...info, url: 'http://a.test' }],
  ['no address', 'coordinator', { name: 'Nest', url: '' }, { name: 'Nest', more: 'kept' }],
  ['a miner’s name alone', 'miner', { name: 'Nest', url: info.url }, { name: 'Nest', more: 'kept' }],
  ['no name', 'miner', { name: ' ', url: '' }, undefined],
  ['an address that is none', 'coordinator', { name: 'Nest', url: 'nest' }, undefined],
  ['a name that is too long', 'miner', { name: 'x'.repeat(65), url: '' }, undefined],
  ['the longest name', 'miner', { name: 'x'.repeat(64), url: '' }, { name: 'x'.repeat(64), more: 'kept' }],
] as const)('announces %s', (_, role, typed, next) => {
  expect(nextInfo({ role }, info, typed)).toEqual(next);
});
