import { describe, expect, it } from 'vitest';
import { type JuryFacts, juryStepOf } from '#miner/jury/juryStep.ts';
import type { JuryStep } from '#miner/status/minerStatus.ts';

const jury = { commitEnd: 100, revealEnd: 200 };
const facts: JuryFacts = {
  ...{ settledAt: undefined, jury, ballot: { isSealed: false, finding: undefined } },
  ...{ hasVote: false, nowSeconds: 50 },
};
const sealed = { isSealed: true, finding: undefined };
const opened = { isSealed: true, finding: 'right' } as const;

const cases: [what: string, step: JuryStep, change: Partial<JuryFacts>][] = [
  ['nothing is kept', 'judging', {}],
  ['nothing is kept in the last second', 'judging', { nowSeconds: 99 }],
  ['nothing was kept in time', 'missed', { nowSeconds: 100 }],
  ['a vote is kept and the chain has none', 'sealed', { hasVote: true, nowSeconds: 99 }],
  ['a kept vote did not reach the chain', 'missed', { hasVote: true, nowSeconds: 100 }],
  ['the chain has the sealed vote', 'committed', { hasVote: true, ballot: sealed, nowSeconds: 99 }],
  ['votes may be opened', 'opening', { hasVote: true, ballot: sealed, nowSeconds: 100 }],
  ['the last second to open it', 'opening', { hasVote: true, ballot: sealed, nowSeconds: 199 }],
  ['it was not opened in time', 'missed', { hasVote: true, ballot: sealed, nowSeconds: 200 }],
  ['the chain has a vote that the tab lost', 'missed', { ballot: sealed }],
  ['the chain has the vote', 'opened', { hasVote: true, ballot: opened, nowSeconds: 250 }],
  ['it is settled', 'over', { hasVote: true, ballot: opened, settledAt: 300, nowSeconds: 300 }],
  ['it is settled without our vote', 'over', { settledAt: 300, nowSeconds: 300 }],
];

describe('juryStepOf', () => {
  it.each(cases)('when %s is %s', (_, step, change) => {
    expect(juryStepOf({ ...facts, ...change })).toBe(step);
  });
});
