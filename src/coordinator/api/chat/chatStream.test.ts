import { expect, it } from 'vitest';
import { SentText } from '#coordinator/api/chat/chatStream.ts';

it('SentText sends each word once even if another miner restarts the answer', () => {
  const words = new SentText();
  expect(words.next('once ')).toBe('once ');
  expect(words.next('once upon')).toBe('upon');
  expect(words.next('')).toBe('');
  expect(words.next('once')).toBe('');
  expect(words.next('once upon a')).toBe(' a');
  expect(words.rest('once upon a time')).toBe(' time');
});

it('SentText throws answer_changed when the new miner wrote a different text', () => {
  const words = new SentText();
  words.next('once upon');
  expect(words.next('one day there was')).toBe('');
  expect(() => words.rest('one day there was')).toThrow(expect.objectContaining({ code: 'answer_changed' }));
});
