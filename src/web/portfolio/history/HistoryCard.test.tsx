import { expect, it } from 'vitest';
import { eventsSentence } from '#web/portfolio/history/HistoryCard.tsx';

const progress = { failed: false, reading: false, count: 0, oldest: undefined };

it.each([
  ['nothing before it was asked', progress, ''],
  ['that it reads', { ...progress, reading: true }, 'Reading the chain…'],
  [
    'that older events may be missing',
    { ...progress, count: 1, oldest: 1n },
    '1 event since block 1. There may',
  ],
  ['that these are all', { ...progress, count: 1_234, oldest: 0n }, '1,234 events: all that'],
  ['that the chain is silent', { ...progress, failed: true, oldest: 5n }, 'did not give its events'],
])('the history says %s', (_, state, sentence) => {
  expect(eventsSentence(state)).toContain(sentence);
});
