import { expect, it } from 'vitest';
import { type Scored, scoreWithoutWaits } from '#tools/lighthouse/scoreWithoutWaits.ts';

const report = {
  categories: {
    performance: {
      auditRefs: [
        { id: 'largest-contentful-paint', weight: 25 },
        { id: 'total-blocking-time', weight: 75 },
        { id: 'long-tasks', weight: 0 },
      ],
    },
  },
  audits: {
    'largest-contentful-paint': { score: 0.6 },
    'total-blocking-time': { score: 0.1 },
    'long-tasks': { score: 0 },
  },
} as unknown as Scored;

/** Lighthouse rounds each score. */
const ROUNDED = 0.01;

/** Lighthouse 13 itself scores 70 ms of blocking 0.99, 129.5 ms 0.96 and 374.6 ms 0.7. */
it.each([
  [0, 1],
  [70, 0.99],
  [129.5, 0.96],
  [374.6, 0.7],
  [600, 0.5],
])('scores %d ms of blocking as Lighthouse does, and leaves the other figures as they are', (ms, score) => {
  const expected = 0.25 * 0.6 + 0.75 * score;
  expect(Math.abs(scoreWithoutWaits(report, ms) - expected)).toBeLessThan(ROUNDED);
});
