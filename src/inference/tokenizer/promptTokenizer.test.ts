import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseManifest } from '#inference/manifest/manifest.ts';
import { createPromptTokenizer } from '#inference/tokenizer/promptTokenizer.ts';

const read = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../public/models/icons128/${path}`, import.meta.url), 'utf8'));
const words = read('vocabulary.json') as Record<string, number>;

async function openTokenizer() {
  const manifest = parseManifest(read('manifest.json'));
  if (manifest.kind !== 'image') throw new TypeError('icons128 must be an image model.');
  return createPromptTokenizer(manifest, async (path) => read(path));
}

describe('the prompt tokenizer of icons128', () => {
  it('pads a short prompt to the fixed length', async () => {
    const tokenize = await openTokenizer();
    const expected = ['glossy', 'apple', 'blue'].map((word) => words[word]);
    expect(tokenize('a glossy apple on a blue background')).toEqual([
      ...expected,
      ...new Array<number>(9).fill(0),
    ]);
  });

  it('truncates a long prompt', async () => {
    const tokenize = await openTokenizer();
    expect(tokenize('apple '.repeat(13))).toEqual(new Array(12).fill(words.apple));
  });
});
