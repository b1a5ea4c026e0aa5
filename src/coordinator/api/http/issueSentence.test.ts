import { expect, it } from 'vitest';
import { z } from 'zod';
import { issueSentence } from '#coordinator/api/http/issueSentence.ts';

it.each<[z.ZodType, unknown, string]>([
  [z.object({ prompt: z.string() }), {}, 'The parameter prompt is missing.'],
  [z.object({ prompt: z.string() }), { prompt: 7 }, 'The parameter prompt must be of type string.'],
  [z.object({ prompt: z.string().min(1) }), { prompt: '' }, 'The parameter prompt must not be empty.'],
  [z.object({ list: z.array(z.any()).min(1) }), { list: [] }, 'The parameter list must not be empty.'],
  [
    z.object({ text: z.string().max(2) }),
    { text: 'abc' },
    'The parameter text may have at most 2 characters.',
  ],
  [
    z.object({ list: z.array(z.any()).max(1) }),
    { list: [1, 2] },
    'The parameter list may have at most 1 entries.',
  ],
  [z.object({ n: z.number().min(2) }), { n: 1 }, 'The parameter n must be at least 2.'],
  [z.object({ n: z.number().gt(0) }), { n: 0 }, 'The parameter n must be above 0.'],
  [z.object({ n: z.number().max(2) }), { n: 3 }, 'The parameter n may be at most 2.'],
  [z.object({ a: z.enum(['x', 'y']) }), { a: 'z' }, 'The parameter a must be "x" or "y".'],
  [
    z.object({ a: z.string({ error: 'must be a word' }).regex(/x/, 'must have an x') }),
    { a: 'z' },
    'The parameter a must have an x.',
  ],
  [z.object({ id: z.string().regex(/x/) }), { id: 'z' }, 'The parameter id does not have the right form.'],
  [z.object({ site: z.url() }), { site: 'z' }, 'The parameter site does not have the right form.'],
  [z.array(z.any()), {}, 'The request must be of type array.'],
])('issueSentence of %# names the parameter and what it must be', (schema, value, sentence) => {
  const issue = schema.safeParse(value).error!.issues[0]!;
  expect(issueSentence(issue, issue.path.join('.'))).toBe(sentence);
});
