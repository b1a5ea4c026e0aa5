import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseManifest } from '#inference/manifest/manifest.ts';
import { BEGIN, byteLevelTokenizer, END } from '#inference/testing/smallTokenizers.ts';
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

describe('the prompt tokenizer of a subword model', () => {
  const PAD = 99;

  async function tokenized(prompt: string): Promise<number[]> {
    const json = byteLevelTokenizer();
    const end = { SpecialToken: { id: '<|end|>', type_id: 0 } };
    json.post_processor.single.push(end);
    const special_tokens = {
      ...json.post_processor.special_tokens,
      '<|end|>': { id: '<|end|>', ids: [END], tokens: ['<|end|>'] },
    };
    const files: Record<string, unknown> = {
      'tokenizer.json': { ...json, post_processor: { ...json.post_processor, special_tokens } },
      'tokenizer_config.json': {},
    };
    const manifest = parseManifest(read('manifest.json'));
    if (manifest.kind !== 'image') throw new TypeError('icons128 must be an image model.');
    const tokenizer = {
      kind: 'huggingface',
      file: 'tokenizer.json',
      config: 'tokenizer_config.json',
      template: undefined,
    } as const;
    const tokenize = await createPromptTokenizer(
      { ...manifest, tokenizer, promptTokens: 6, padToken: PAD },
      async (path) => files[path],
    );
    return tokenize(prompt);
  }
  const idOf = (letter: string) => letter.charCodeAt(0) - 0x21 + 2;
  const letters = (text: string) => [...text].map(idOf);

  it.each([
    ['pads a short prompt behind its end token', 'ab', [BEGIN, ...letters('ab'), END, PAD, PAD]],
    ['takes a prompt that just fits', 'abcd', [BEGIN, ...letters('abcd'), END]],
    ['keeps the end token of a prompt that is too long', 'abcdefgh', [BEGIN, ...letters('abcd'), END]],
  ])('%s', async (_, prompt, ids) => {
    expect(await tokenized(prompt)).toEqual(ids);
  });
});
