import { expect, it } from 'vitest';
import { REFUSAL_CODES, refusalSentence } from '#protocol/refusal.ts';
import { coordinatorSentence } from '#web/mine/connections/coordinatorSentence.ts';

it.each(REFUSAL_CODES)('says %s in English as the protocol does', (code) => {
  expect(coordinatorSentence({ code, sentence: null })).toBe(refusalSentence(code));
});

it('passes on what has no code', () => {
  expect(coordinatorSentence({ code: null, sentence: 'It paid too little.' })).toBe('It paid too little.');
});
