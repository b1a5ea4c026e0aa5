import { describe, expect, it } from 'vitest';
import { tokenBytes, tokenEncodingOf } from '#inference/tokenizer/tokenBytes.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('tokenBytes', () => {
  it.each([
    ['Ġred', 'byte-level', '20726564'],
    ['Ċ', 'byte-level', '0a'],
    ['ðŁ', 'byte-level', 'f09f'],
    ['<|im_end|>', 'byte-level', '3c7c696d5f656e647c3e'],
    ['漢', 'byte-level', 'e6bca2'],
    ['▁red', 'sentencepiece', '20726564'],
    ['<0xE2>', 'sentencepiece', 'e2'],
    ['<0xE2', 'sentencepiece', '3c30784532'],
    ['é', 'sentencepiece', 'c3a9'],
    ['red', 'text', '726564'],
  ] as const)('gives for %s in %s the bytes %s', (piece, encoding, bytes) => {
    expect(hex(tokenBytes(piece, encoding))).toBe(bytes);
  });

  it('has one byte for each of the 256 characters of the byte-level encoding', () => {
    const bytes = Array.from({ length: 0x144 }, (_, at) => tokenBytes(String.fromCharCode(at), 'byte-level'));
    const single = new Set(bytes.filter(({ length }) => length === 1).map(([byte]) => byte));
    expect(single.size).toBe(256);
  });
});

describe('tokenEncodingOf', () => {
  it.each([
    [{ type: 'ByteLevel' }, 'byte-level'],
    [{ type: 'Sequence', decoders: [{ type: 'Fuse' }, { type: 'ByteLevel' }] }, 'byte-level'],
    [{ type: 'Metaspace' }, 'sentencepiece'],
    [{ type: 'Sequence', decoders: [{ type: 'Replace', pattern: { String: '▁' } }] }, 'sentencepiece'],
    [{ type: 'Sequence', decoders: [{ type: 'ByteFallback' }] }, 'sentencepiece'],
    [{ type: 'WordPiece' }, 'text'],
    [null, 'text'],
  ])('reads %j as %s', (decoder, encoding) => {
    expect(tokenEncodingOf(decoder)).toBe(encoding);
  });
});
