import { expect, it } from 'vitest';
import { valueSentence } from '#web/developers/operations/valueSentence.ts';

it.each([
  [{ type: 'integer', minimum: 1, maximum: 100 }, 'whole number from 1 to 100'],
  [{ type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER }, 'whole number from 0 to 2^53 − 1'],
  [{ type: ['integer', 'null'], minimum: 0 }, 'whole number from 0 or null'],
  [{ type: ['string'] }, 'text'],
  [{ type: 'number', minimum: 0.05 }, 'number from 0.05'],
  [{ type: 'number', maximum: 2 }, 'number up to 2'],
  [{ type: 'string', maxLength: 4_000 }, 'text of at most 4,000 characters'],
  [{ type: 'array', maxItems: 64 }, 'list of at most 64'],
  [{ type: 'string', enum: ['url', 'b64_json'] }, 'url or b64_json'],
  [{ anyOf: [{ type: 'string' }, { type: 'array', maxItems: 4 }] }, 'text or list of at most 4'],
  [{ type: 'string', format: 'binary' }, 'file'],
  [{ type: 'boolean' }, 'true or false'],
  [{ type: 'object' }, 'object'],
  [{}, 'any value'],
])('says of %j: %s', (value, sentence) => {
  expect(valueSentence(value)).toBe(sentence);
});
