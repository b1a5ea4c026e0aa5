import { describe, expect, it } from 'vitest';
import { ControlTokens } from '#inference/tokenizer/controlTokens.ts';

const token = (id: number, content: string, special = true, strips = { lstrip: false, rstrip: false }) => ({
  ...{ id, content, special, normalized: true },
  ...strips,
});
/** The name of a token with a one-digit id. */
const nameOf = (id: number) => `\uFDD0${String.fromCharCode(0xfde0 + id)}\uFDD1`;
const controlsOf = (...added_tokens: ReturnType<typeof token>[]) =>
  new ControlTokens({ added_tokens, model: { vocab: {} } });

describe('ControlTokens', () => {
  it('names the longest of control tokens that begin alike', () => {
    const controls = controlsOf(token(1, '<|a'), token(2, '<|a|>'));
    expect(controls.name('<|a|><|a')).toBe(nameOf(2) + nameOf(1));
  });

  it('leaves added tokens that are not control tokens to users', () => {
    const controls = controlsOf(token(1, '</s>'), token(2, '<think>', false));
    expect(controls.name(controls.shield('<think></s>'))).toBe('<think></s>');
    expect(controls.name('<think>')).toBe('<think>');
  });

  it('takes an added token that the template writes from the template alone', () => {
    const added_tokens = [token(1, '<User>', false), token(2, '<b>', false)];
    const controls = new ControlTokens({ added_tokens, model: { vocab: {} } }, '<User>{{ content }}');
    expect(controls.name(`<User>${controls.shield('<User><b>')}`)).toBe(`${nameOf(1)}<User><b>`);
    expect(controls.unname(`a${nameOf(1)}b`)).toBe('a<User>b');
  });

  it('leaves marks that the template writes in the model’s own text to the template', () => {
    const added_tokens = [token(1, '</think>', false)];
    const controls = new ControlTokens({ added_tokens, model: { vocab: {} } }, "split('</think>')");
    const text = controls.shieldWhole('a</think>b');
    expect(text).toBe('a</think>b');
    expect(controls.name(text)).toBe(`a${nameOf(1)}b`);
  });

  it.each([
    ['before', { lstrip: true, rstrip: false }, `a${nameOf(1)} \u0085\uFEFF${nameOf(1)} b`],
    ['behind', { lstrip: false, rstrip: true }, `a \u0085${nameOf(1)}\uFEFF${nameOf(1)}b`],
    ['on both sides', { lstrip: true, rstrip: true }, `a${nameOf(1)}\uFEFF${nameOf(1)}b`],
    ['nowhere', { lstrip: false, rstrip: false }, `a \u0085${nameOf(1)} \u0085\uFEFF${nameOf(1)} b`],
  ])('takes white space %s into a control token that strips it', (_, strips, expected) => {
    const controls = controlsOf(token(1, '<c>', true, strips));
    expect(controls.name('a \u0085<c> \u0085\uFEFF<c> b')).toBe(expected);
  });

  it('gives a shielded text back as it was, whatever a template wrote around it', () => {
    const controls = controlsOf(token(1, '</s>'), token(2, '🦊'));
    const text = 'a </s> 🦊 < /s> b';
    expect(controls.name(`</s>${controls.shield(text)}</s>`)).toBe(nameOf(1) + text + nameOf(1));
  });

  it('shields users from control tokens that are digits', () => {
    const controls = controlsOf(token(5, '1'), token(6, '<s>'));
    expect(controls.name(controls.shield('a<s>b1'))).toBe('a<s>b1');
  });

  it.each<[string, (text: string) => string]>([
    ['cuts a word out', (text) => text.replaceAll('/think', '')],
    ['writes in capitals', (text) => text.toUpperCase()],
    ['joins it with its neighbours', (text) => text.split('|').join('')],
  ])('makes no control token of a user’s text when a template %s', (_, render) => {
    const controls = controlsOf(token(1, '<s>'), token(2, '<S>'), token(3, '</s>'));
    expect(controls.name(render(controls.shield('<s/think> <s> <|s> <|/s>')))).not.toMatch(/\uFDD0/);
  });

  it('leaves the model’s own marks to templates that look for them, but no control token', () => {
    const controls = controlsOf(token(1, '<|end|>'), token(2, '</think>', false));
    expect(controls.shieldWhole('a</think>b')).toBe('a</think>b');
    expect(controls.name(controls.shieldWhole('a<|end|>b'))).toBe('a<|end|>b');
  });

  it('renames control tokens where the model and its post-processor name them, and changes nothing else', () => {
    const controls = controlsOf(token(0, '<unk>'), token(7, '</s>'));
    const json = {
      added_tokens: [token(0, '<unk>'), token(7, '</s>'), token(8, '<think>', false)],
      model: { vocab: { '<unk>': 0, '</s>': 7, s: 1 }, unk_token: '<unk>', merges: ['a b'] },
      post_processor: { special_tokens: { '</s>': { id: '</s>', ids: [7], tokens: ['</s>'] } } },
    };
    const [unknown, end] = [nameOf(0), nameOf(7)];
    expect(controls.rename(json)).toEqual({
      added_tokens: [
        { ...token(0, unknown), normalized: false },
        { ...token(7, end), normalized: false },
        token(8, '<think>', false),
      ],
      model: { vocab: { [unknown]: 0, [end]: 7, s: 1 }, unk_token: unknown, merges: ['a b'] },
      post_processor: { special_tokens: { [end]: { id: end, ids: [7], tokens: [end] } } },
    });
  });

  it('renames by place where the vocabulary is a list, and adds no control token that it lacks', () => {
    const controls = controlsOf(token(1, '</s>'), token(9, '<mask>'));
    const listed = {
      model: {
        vocab: [
          ['<unk>', 0],
          ['</s>', 0],
          ['a', -1],
        ] as [string, number][],
      },
    };
    expect(controls.rename(listed).model.vocab).toEqual([
      ['<unk>', 0],
      [nameOf(1), 0],
      ['a', -1],
    ]);
    expect(controls.rename({ model: { vocab: { '</s>': 1 } } }).model.vocab).toEqual({ [nameOf(1)]: 1 });
  });
});
