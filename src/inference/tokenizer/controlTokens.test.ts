import { describe, expect, it } from 'vitest';
import { ControlTokens } from '#inference/tokenizer/controlTokens.ts';

const token = (id: number, content: string, special = true) => ({ id, content, special });
const controlsOf = (...added_tokens: ReturnType<typeof token>[]) =>
  new ControlTokens({ added_tokens, model: { vocab: {} } });

describe('ControlTokens', () => {
  it('names the longest of control tokens that begin alike', () => {
    const controls = controlsOf(token(1, '<|a'), token(2, '<|a|>'));
    expect(controls.name('<|a|><|a')).toBe('\uFDD02\uFDD1\uFDD01\uFDD1');
  });

  it('leaves added tokens that are not control tokens to users', () => {
    const controls = controlsOf(token(1, '</s>'), token(2, '<think>', false));
    expect(controls.name(controls.shield('<think></s>'))).toBe('<think></s>');
    expect(controls.name('<think>')).toBe('<think>');
  });

  it('gives a shielded text back as it was, whatever a template wrote around it', () => {
    const controls = controlsOf(token(1, '</s>'), token(2, '🦊'));
    const text = 'a </s> 🦊 < /s> b';
    expect(controls.name(`</s>${controls.shield(text)}</s>`)).toBe(`\uFDD01\uFDD1${text}\uFDD01\uFDD1`);
  });

  it('renames control tokens where the model and its post-processor name them, and changes nothing else', () => {
    const controls = controlsOf(token(0, '<unk>'), token(7, '</s>'));
    const json = {
      added_tokens: [token(0, '<unk>'), token(7, '</s>'), token(8, '<think>', false)],
      model: { vocab: { '<unk>': 0, '</s>': 7, s: 1 }, unk_token: '<unk>', merges: ['a b'] },
      post_processor: { special_tokens: { '</s>': { id: '</s>', ids: [7], tokens: ['</s>'] } } },
    };
    const [unknown, end] = ['\uFDD00\uFDD1', '\uFDD07\uFDD1'];
    expect(controls.rename(json)).toEqual({
      added_tokens: [token(0, unknown), token(7, end), token(8, '<think>', false)],
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
      ['\uFDD01\uFDD1', 0],
      ['a', -1],
    ]);
    expect(controls.rename({ model: { vocab: { '</s>': 1 } } }).model.vocab).toEqual({ '\uFDD01\uFDD1': 1 });
  });
});
