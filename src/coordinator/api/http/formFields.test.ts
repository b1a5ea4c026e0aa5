import { expect, it } from 'vitest';
import { flagOf, numberOf, readForm } from '#coordinator/api/http/formFields.ts';

it.each<[string, unknown]>([
  ['7', 7],
  ['-0.5', -0.5],
  ['1e-7', 1e-7],
  ...['', ' 1', '1 ', '0x10', 'Infinity', '1.', 'one'].map((text): [string, string] => [text, text]),
])('numberOf reads %j as %j', (text, value) => {
  expect(numberOf(text)).toBe(value);
});

it.each<[string, unknown]>([
  ['true', true],
  ['false', false],
  ...['True', '1', '', 'toString'].map((text): [string, string] => [text, text]),
])('flagOf reads %j as %j', (text, value) => {
  expect(flagOf(text)).toBe(value);
});

it('readForm converts only the given fields and unwraps a list of one', () => {
  const read = (form: unknown) => readForm(form, { steps: numberOf }, ['image']);
  expect(read({ steps: '3', prompt: '42', 'image[]': ['a'] })).toEqual({
    steps: 3,
    prompt: '42',
    image: 'a',
  });
  expect(read({ image: 'a', 'image[]': ['b'] })).toEqual({ image: ['a', 'b'] });
  expect(read({ steps: ['3', '4'], 'mask[]': ['b'] })).toEqual({ steps: ['3', '4'], 'mask[]': ['b'] });
});
