import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnswerStream } from '#inference/text/answer/answerStream.ts';

/** A tokenizer whose tokens are single bytes. */
const decodeBytes = (tokens: readonly number[]) => new TextDecoder().decode(Uint8Array.from(tokens));

function streamed(text: string, stops: readonly string[]) {
  const stream = new AnswerStream(decodeBytes, stops);
  const deltas: string[] = [];
  for (const byte of new TextEncoder().encode(text)) {
    const { delta, stopped } = stream.push(byte);
    deltas.push(delta);
    if (stopped) break;
  }
  deltas.push(stream.end());
  return { deltas, text: stream.text };
}

describe('AnswerStream', () => {
  it('streams only whole characters, however many tokens they span', () => {
    const { deltas, text } = streamed('aé€😀b', []);
    expect(text).toBe('aé€😀b');
    expect(deltas.filter(Boolean)).toEqual(['a', 'é', '€', '😀', 'b']);
  });

  it('cuts at the earliest stop string and never streams a part of it', () => {
    const { deltas, text } = streamed('one\n\ntwo END three', ['END', '\n\n']);
    expect(text).toBe('one');
    expect(deltas.join('')).toBe('one');
  });

  it('streams text that only looked like a stop string', () => {
    expect(streamed('the EN of it EN', ['END']).text).toBe('the EN of it EN');
  });

  it('gives U+FFFD for an incomplete character at the end', () => {
    const stream = new AnswerStream(decodeBytes, []);
    stream.push(0x61);
    stream.push(0xe2);
    expect(stream.end()).toBe('\uFFFD');
    expect(stream.text).toBe('a\uFFFD');
  });

  it.each([
    ['the first byte of a character, over and over', 0xe2, decodeBytes],
    ['tokens without a text', 7, () => ''],
  ])('does not take time that grows with the square of %s', (_, token, decode) => {
    let decoded = 0;
    const stream = new AnswerStream((tokens) => {
      decoded += tokens.length;
      return decode(tokens);
    }, []);
    for (let at = 0; at < 1_000; at++) stream.push(token);
    stream.end();
    expect(decoded).toBeLessThan(1_000 * 2 * 20);
    expect(stream.text).toBe(decode(new Array(1_000).fill(token)));
  });

  it('cuts like a plain search for any text and stop strings', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'é') });
    const stops = fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 3 }), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(letters, stops, (text, all) => {
        const { deltas, text: out } = streamed(text, all);
        // The stream stops at the first token that completes a stop string.
        const ends = all
          .filter((stop) => text.includes(stop))
          .map((stop) => text.indexOf(stop) + stop.length);
        const seen = text.slice(0, Math.min(...ends, text.length));
        const cut = Math.min(
          ...all.filter((stop) => seen.includes(stop)).map((stop) => seen.indexOf(stop)),
          seen.length,
        );
        expect(out).toBe(seen.slice(0, cut));
        expect(deltas.join('')).toBe(out);
      }),
    );
  });
});
