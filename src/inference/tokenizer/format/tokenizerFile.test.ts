import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseTokenizerFile } from '#inference/tokenizer/format/tokenizerFile.ts';
import { TextTokenizer } from '#inference/tokenizer/textTokenizer.ts';
import { FORM_TEXTS, FORMS } from '#tools/models/compare/tokenizerForms.ts';

/** What the library of tokenizer.json's authors makes of each text: ids, and the text that they decode to. */
const EXPECTED = JSON.parse(
  readFileSync(new URL('../../../../tools/models/compare/formIds.json', import.meta.url), 'utf8'),
) as Record<string, [number[], string][]>;

/** Writes the text whose number it is sent: what a template writes may hold control tokens. */
const CHOICE = FORM_TEXTS.map(
  (_, at) => `{% if messages[0].content == '${at}' %}{{ text${at} }}{% endif %}`,
).join('');
const config = {
  extra_special_tokens: Object.fromEntries(FORM_TEXTS.map((text, at) => [`text${at}`, text])),
};

it.each(Object.entries(FORMS))('reads and writes as its authors’ library: %s', (name, tokenizer) => {
  const ours = new TextTokenizer({ tokenizer, config, template: CHOICE });
  const computed = EXPECTED[name]!.map(([ids], at) => [
    ours.encodeChat([{ role: 'user', content: String(at) }]),
    ours.decode(ids),
  ]);
  expect(computed).toEqual(EXPECTED[name]);
});

it('compares each form on each text', () => {
  expect(Object.keys(EXPECTED)).toEqual(Object.keys(FORMS));
  for (const texts of Object.values(EXPECTED)) expect(texts).toHaveLength(FORM_TEXTS.length);
});

describe('parseTokenizerFile', () => {
  const base = FORMS['bytes, as GPT-2'] as { model: object };
  const pieces = FORMS['pieces, as Llama 2']!;
  const token = { id: 1, content: '<c>', special: true, lstrip: false, rstrip: false, normalized: false };
  const inverted = { type: 'Split', pattern: { String: 'a' }, behavior: 'MergedWithNext', invert: true };
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };

  it.each([
    ['model.dropout', { model: { ...base.model, dropout: 0.1 } }],
    ['model.continuing_subword_prefix', { model: { ...base.model, continuing_subword_prefix: '##' } }],
    ['model.type', { model: { ...base.model, type: 'WordLevel' } }],
    [
      'model.byte_fallback',
      { model: { type: 'Unigram', unk_id: 0, byte_fallback: true, vocab: [['<unk>', 0]] } },
    ],
    ['model', { model: { ...base.model, surprise: 1 } }],
    ['normalizer.type', { normalizer: { type: 'Nmt' } }],
    [
      'normalizer.normalizers.0.type',
      { normalizer: { type: 'Sequence', normalizers: [{ type: 'Precompiled' }] } },
    ],
    ['pre_tokenizer.type', { pre_tokenizer: { type: 'UnicodeScripts' } }],
    ['pre_tokenizer.invert', { pre_tokenizer: inverted }],
    ['pre_tokenizer.replacement', { pre_tokenizer: { type: 'Metaspace', replacement: '_' } }],
    ['decoder.type', { decoder: { type: 'CTC' } }],
    [
      'decoder.prepend_scheme',
      { decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always' } },
    ],
    ['decoder.decoders', { decoder: { type: 'Sequence', decoders: [byteLevel, { type: 'Fuse' }] } }],
    ['post_processor.type', { post_processor: { type: 'Surprise' } }],
    ['added_tokens.0.single_word', { added_tokens: [{ ...token, single_word: true }] }],
  ])('refuses at %s what would be computed otherwise', (path, change) => {
    expect(() => parseTokenizerFile({ ...base, ...change })).toThrow(
      expect.objectContaining({ code: 'BAD_MANIFEST', message: expect.stringContaining(`at ${path}, `) }),
    );
  });

  it('takes a file that leaves parts out', () => {
    const { model } = pieces;
    const parsed = parseTokenizerFile({ model });
    expect(parsed).toMatchObject({ added_tokens: [], normalizer: null, pre_tokenizer: null, decoder: null });
    expect(parsed.post_processor).toBeNull();
  });
});

it('splits long texts in time that grows with their length', () => {
  const tokenizer = new TextTokenizer({ tokenizer: FORMS['pieces, as Gemma 3'], config: {} });
  const started = performance.now();
  expect(tokenizer.encode('\u0085'.repeat(40_000), false)).toHaveLength(40_000);
  // Time that grows with the square takes half a minute.
  expect(performance.now() - started).toBeLessThan(4_000);
});
