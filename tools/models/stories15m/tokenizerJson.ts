import { FIRST_WORD } from '#tools/models/llama/llamaVocabulary.ts';
import type { Piece } from '#tools/models/llama/sentencePieceVocabulary.ts';

const UNKNOWN = '<unk>';
const START = '<s>';
const END = '</s>';
const SPECIAL = [UNKNOWN, START, END];
/** SentencePiece's character for a space inside a piece. */
const SPACE_MARK = '▁';

/**
 * Turns a request into the opening of a story, because the model tells stories and follows no instructions.
 * It keeps X of "tell me a story about X"; a thing ("a fox", "A bird who cannot fly") becomes "Once upon a
 * time, there was …"; a sentence ("Once …", "Lily found a clock") is an opening already; later turns are
 * appended.
 */
const CHAT_TEMPLATE = [
  '{{- bos_token -}}',
  '{%- for message in messages -%}',
  "{%- set text = message['content'].strip() -%}",
  '{%- if not loop.first -%}',
  "{{- ' ' + text -}}",
  '{%- else -%}',
  "{%- set first = text.split(' ')[0] -%}",
  '{%- set word = first.lower() -%}',
  "{%- set asks = word in ['tell', 'write', 'make', 'give', 'please', 'can', 'could', 'say', 'create', " +
    "'generate'] -%}",
  "{%- set names = word in ['a', 'an', 'the', 'two', 'three', 'some', 'my', 'something'] " +
    "and text[-1:] != '.' -%}",
  '{%- if not asks and not names and first != word -%}',
  '{{- text -}}',
  "{%- elif asks and ' about ' not in text -%}",
  "{{- 'Once upon a time,' -}}",
  '{%- else -%}',
  "{%- set topic = text.split(' about ')[-1] if asks or 'story' in text or word == 'something' else text -%}",
  '{%- if names and topic == text -%}{%- set topic = word + text[first|length:] -%}{%- endif -%}',
  "{{- 'Once upon a time, there was ' + topic -}}",
  "{%- if topic[-1:] not in ['.', '!', '?'] -%}{{- '.' -}}{%- endif -%}",
  '{%- endif -%}',
  '{%- endif -%}',
  '{%- endfor -%}',
].join('\n');

/** `tokenizer.json` of a Llama 2 vocabulary: byte-pair merges in the order of SentencePiece's scores. */
export function tokenizerJson(pieces: readonly Piece[]): object {
  const names = pieces.map(({ text }, id) => {
    if (id >= FIRST_WORD) return text.replaceAll(' ', SPACE_MARK);
    return SPECIAL[id] ?? byteName(id - SPECIAL.length);
  });
  const vocabulary = new Map(names.map((name, id) => [name, id]));
  return {
    version: '1.0',
    added_tokens: SPECIAL.map((content, id) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'Prepend', prepend: SPACE_MARK },
        { type: 'Replace', pattern: { String: ' ' }, content: SPACE_MARK },
      ],
    },
    pre_tokenizer: null,
    post_processor: null,
    decoder: {
      type: 'Sequence',
      decoders: [
        { type: 'Replace', pattern: { String: SPACE_MARK }, content: ' ' },
        { type: 'ByteFallback' },
        { type: 'Fuse' },
        { type: 'Strip', content: ' ', start: 1, stop: 0 },
      ],
    },
    model: {
      type: 'BPE',
      unk_token: UNKNOWN,
      fuse_unk: true,
      byte_fallback: true,
      ignore_merges: false,
      vocab: Object.fromEntries(vocabulary),
      merges: mergesOf(pieces, names, vocabulary),
    },
  };
}

/** Name of a byte's token, for characters without a token of their own. */
function byteName(byte: number): string {
  return `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`;
}

/** Every pair of pieces that joins to a piece, best score first. */
function mergesOf(
  pieces: readonly Piece[],
  names: readonly string[],
  vocabulary: ReadonlyMap<string, number>,
): [string, string][] {
  const found: { left: string; right: string; score: number }[] = [];
  for (let id = FIRST_WORD; id < names.length; id++) {
    const characters = [...names[id]!];
    for (let cut = 1; cut < characters.length; cut++) {
      const left = characters.slice(0, cut).join('');
      const right = characters.slice(cut).join('');
      if (vocabulary.has(left) && vocabulary.has(right))
        found.push({ left, right, score: pieces[id]!.score });
    }
  }
  return found.sort((a, b) => b.score - a.score).map(({ left, right }) => [left, right]);
}

/** `tokenizer_config.json` with the chat template. */
export function tokenizerConfig(context: number): object {
  return {
    tokenizer_class: 'LlamaTokenizer',
    bos_token: START,
    eos_token: END,
    unk_token: UNKNOWN,
    add_bos_token: false,
    add_eos_token: false,
    clean_up_tokenization_spaces: false,
    model_max_length: context,
    chat_template: CHAT_TEMPLATE,
  };
}
