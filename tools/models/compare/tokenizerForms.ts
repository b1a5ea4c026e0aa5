import {
  BYTE_LEVEL,
  BYTES,
  bytes,
  CHARACTERS,
  type Change,
  DECODE_PIECES,
  type Json,
  PLAIN_BYTES,
  pieces,
  tokenizer,
  vocabularyOf,
} from '#tools/models/compare/baseTokenizers.ts';

/** Small tokenizers, one for each form of published `tokenizer.json` files, and texts to try on them. */

/** Texts in which the forms differ: spaces, digits, marks, ideographs, and control tokens. */
export const FORM_TEXTS: readonly string[] = [
  ...[
    'Hello  world',
    "don't I'LL",
    ' a\n\n b\t',
    '12 345',
    '٣٤½Ⅷ',
    'é e\u0301 ﬁ İ',
    '漢𠀀字',
    '😀a',
    '▁a ▁▁',
    'a a  a',
  ],
  ...[
    'x \u0085\uFEFF y',
    '\u0085',
    '(a)!? —b',
    'x<c> y',
    ' <c><c>  a',
    '\u0085<c>\uFEFFa',
    'a <n>\u0085b <n>',
    'aab\uD800b',
  ],
];

const before = (...pretokenizers: Json[]): Change => ({
  pre_tokenizer: { type: 'Sequence', pretokenizers: [...pretokenizers, PLAIN_BYTES] },
});
const split = (pattern: Json, behavior: string, invert = false): Change =>
  before({ type: 'Split', pattern, behavior, invert });
const metaspace = (prepend_scheme: string, splits: boolean): Change => ({
  normalizer: null,
  pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme, split: splits },
});
const bert = (
  clean_text: boolean,
  handle_chinese_chars: boolean,
  strip_accents: boolean | null,
  lowercase: boolean,
) =>
  bytes({
    normalizer: { type: 'BertNormalizer', clean_text, handle_chinese_chars, strip_accents, lowercase },
  });
const { type: _type, ...untyped } = bytes().model as Json;

const LETTER = { String: 'a' };
const SPACE_OR_DIGIT = { Regex: '\\s|\\d' };
const BEHAVIORS = ['Removed', 'Isolated', 'MergedWithPrevious', 'MergedWithNext', 'Contiguous'];

/** The forms that this engine computes, by name. */
export const FORMS: Readonly<Record<string, Json>> = {
  'bytes, as GPT-2': bytes(),
  'bytes, model without a type': { ...bytes(), model: untyped },
  'bytes with a prefix space': bytes({ pre_tokenizer: { ...BYTE_LEVEL, add_prefix_space: true } }),
  'bytes, digits alone, as SmolLM': bytes({
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [{ type: 'Digits', individual_digits: true }, BYTE_LEVEL],
    },
  }),
  'bytes, digits in runs': bytes({
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [{ type: 'Digits', individual_digits: false }, BYTE_LEVEL],
    },
  }),
  'bytes, whole words first': bytes({ model: { ignore_merges: true } }),
  // Without its decoder: it is never asked to write, and the authors' library would leave the marks in.
  'bytes with word ends, as CLIP': bytes({
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'NFC' },
        { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' },
        { type: 'Lowercase' },
      ],
    },
    ...split({ Regex: "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+" }, 'Removed', true),
    decoder: null,
    model: {
      ...{ unk_token: '<unk>', end_of_word_suffix: '</w>', merges: ['h e', 'l o</w>'] },
      vocab: vocabularyOf([...BYTES, ...BYTES.map((byte) => `${byte}</w>`), 'he', 'lo</w>']),
    },
  }),
  'bytes, decoder in a sequence': bytes({ decoder: { type: 'Sequence', decoders: [BYTE_LEVEL] } }),
  'pieces, as Llama 2': pieces(),
  'pieces without bytes': pieces({ model: { byte_fallback: false } }),
  'pieces without bytes, each unknown': pieces({ model: { byte_fallback: false, fuse_unk: false } }),
  'pieces, as Gemma 3': pieces({
    normalizer: { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
    pre_tokenizer: { type: 'Split', pattern: { String: ' ' }, behavior: 'MergedWithPrevious', invert: false },
    decoder: { type: 'Sequence', decoders: DECODE_PIECES },
  }),
  'pieces, tokens that strip, as Phi 3': pieces({ c: { rstrip: true }, n: { rstrip: true } }),
  ...Object.fromEntries(
    ['always', 'first', 'never'].flatMap((scheme) =>
      [true, false].map((splits) => [
        `metaspace ${scheme}, ${splits ? 'split' : 'whole'}`,
        pieces(metaspace(scheme, splits)),
      ]),
    ),
  ),
  'metaspace without a scheme': pieces({
    normalizer: null,
    pre_tokenizer: { type: 'Metaspace', replacement: '▁', add_prefix_space: true },
  }),
  'metaspace decoder': pieces({
    ...metaspace('never', false),
    decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'never', split: true },
  }),
  unigram: tokenizer(metaspace('always', true), {
    decoder: null,
    model: {
      ...{ type: 'Unigram', unk_id: 0, byte_fallback: false },
      vocab: ['<unk>', '<c>', '<n>', ...CHARACTERS, 'Hel', 'lo', '▁wor', 'ld', '▁a'].map((piece, at) => [
        piece,
        at < 3 ? 0 : -2 - (at % 3),
      ]),
    },
  }),
  ...Object.fromEntries(
    BEHAVIORS.flatMap((behavior) => [
      [`split ${behavior} at a text`, bytes(split(LETTER, behavior))],
      [`split ${behavior} at an expression`, bytes(split(SPACE_OR_DIGIT, behavior))],
      [`punctuation ${behavior}`, bytes(before({ type: 'Punctuation', behavior }))],
    ]),
  ),
  ...Object.fromEntries(
    ['Removed', 'Isolated', 'Contiguous'].map((behavior) => [
      `split ${behavior}, inverted`,
      bytes(split(SPACE_OR_DIGIT, behavior, true)),
    ]),
  ),
  ...Object.fromEntries(
    ['Whitespace', 'WhitespaceSplit', 'BertPreTokenizer'].map((type) => [
      `pre-tokenizer ${type}`,
      bytes(before({ type })),
    ]),
  ),
  ...Object.fromEntries(
    ['NFC', 'NFD', 'NFKC', 'NFKD', 'Lowercase', 'StripAccents'].map((type) => [
      `normalizer ${type}`,
      bytes({ normalizer: { type } }),
    ]),
  ),
  'strip both': bytes({ normalizer: { type: 'Strip', strip_left: true, strip_right: true } }),
  'strip left': bytes({ normalizer: { type: 'Strip', strip_left: true, strip_right: false } }),
  'strip right': bytes({ normalizer: { type: 'Strip', strip_left: false, strip_right: true } }),
  'replacement with a dollar': bytes({ normalizer: { type: 'Replace', pattern: LETTER, content: '$&$1' } }),
  'replacement by an expression': bytes({
    normalizer: { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' },
  }),
  'bert, all': bert(true, true, null, true),
  'bert, accents alone': bert(false, false, true, false),
  'bert, ideographs alone': bert(false, true, false, false),
  'bert, clean and lower case with accents': bert(true, false, false, true),
  'word pieces': {
    ...pieces({
      normalizer: {
        type: 'BertNormalizer',
        clean_text: true,
        handle_chinese_chars: true,
        strip_accents: null,
        lowercase: true,
      },
    }),
    pre_tokenizer: { type: 'BertPreTokenizer' },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      ...{
        type: 'WordPiece',
        unk_token: '<unk>',
        continuing_subword_prefix: '##',
        max_input_chars_per_word: 100,
      },
      vocab: vocabularyOf([...CHARACTERS, ...CHARACTERS.map((character) => `##${character}`), 'hello']),
    },
  },
  'tokens that strip before': bytes({ c: { lstrip: true }, n: { lstrip: true } }),
  'tokens that strip behind': bytes({ c: { rstrip: true }, n: { rstrip: true } }),
  'tokens that strip both': bytes({ c: { lstrip: true, rstrip: true }, n: { lstrip: true, rstrip: true } }),
  'a normalized token': bytes({ normalizer: { type: 'Lowercase' }, n: { normalized: true } }),
};
