import { expect, it } from 'vitest';
import {
  imageReferenceSchema,
  MOST_REFERENCE_CHARACTERS,
  MOST_REFERENCES,
  readReferences,
  type TextReference,
  textReferenceSchema,
} from '#inference/conformance/referenceTask.ts';

const ONE: TextReference = { kind: 'text', prompt: [1], stride: 1, logits: [1], next: [0] };
const read = (text: string) =>
  readReferences(textReferenceSchema, async () => new TextEncoder().encode(text), 'conformance.json');
const many = (count: number) => JSON.stringify(new Array(count).fill(ONE));

it('reads a list of test inputs, and a file with a single one', async () => {
  expect(await read(many(MOST_REFERENCES))).toHaveLength(MOST_REFERENCES);
  expect(await read(JSON.stringify(ONE))).toEqual([ONE]);
});

it('reads an older image file as one that keeps the whole latent', async () => {
  const old = {
    kind: 'image',
    settings: { prompt: '', negativePrompt: '', width: 8, height: 8, steps: 1, guidance: 1, seed: 1 },
    ...{ latent: [1], stride: 1, pixels: [1] },
  };
  const file = new TextEncoder().encode(JSON.stringify(old));
  expect(await readReferences(imageReferenceSchema, async () => file, '')).toMatchObject([
    { latentStride: 1 },
  ]);
});

it.each([
  ['more inputs than a GPU is asked to run', many(MOST_REFERENCES + 1), 'top level'],
  ['no input', '[]', 'is invalid at 0'],
  ['an input of another kind', JSON.stringify([ONE, { ...ONE, kind: 'image' }]), 'is invalid at 1.kind'],
  ['what is not JSON', '{', 'is not JSON'],
  ['more characters than allowed', `${many(1)}${' '.repeat(MOST_REFERENCE_CHARACTERS)}`, 'are allowed'],
])('refuses %s', async (_, text, why) => {
  await expect(read(text)).rejects.toMatchObject({
    code: 'BAD_MANIFEST',
    message: expect.stringContaining(why),
  });
});
