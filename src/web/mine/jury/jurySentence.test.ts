import { describe, expect, it } from 'vitest';
import type { JuryOutcome, JuryStatus } from '#miner/status/minerStatus.ts';
import { isVoteOpen, jurySentence } from '#web/mine/jury/jurySentence.ts';

const JURY: JuryStatus = {
  ...{ caseId: '7', round: 0, seats: 2, step: 'judging', work: null, finding: null, reason: null },
  ...{ distance: null, deadline: null, outcome: null, problem: null, download: null },
};
const sentence = (change: Partial<JuryStatus>) => jurySentence({ ...JURY, ...change });
const over = (outcome: Partial<JuryOutcome>, finding: JuryStatus['finding'] = 'right') =>
  sentence({
    step: 'over',
    finding,
    outcome: { verdict: 'right', result: 'none', amountWei: '0', ...outcome },
  });

describe('jurySentence', () => {
  it.each<[string, Partial<JuryStatus>]>([
    ['Fetching the evidence', { work: 'fetching' }],
    ['does not mine with the model', { work: 'downloading' }],
    [
      'the model of this result: 5.0 MB of 9.0 MB',
      { work: 'downloading', download: { done: 5e6, total: 9e6 } },
    ],
    ['Testing this GPU', { work: 'preparing' }],
    ['Checking the result on this GPU', { work: 'measuring' }],
    ['could not be downloaded. This tab tries again.', { work: 'waiting', problem: 'DOWNLOAD_FAILED' }],
    ['Waiting for the GPU', { work: 'waiting' }],
    ['No connected coordinator serves', { work: 'waiting', problem: 'UNKNOWN_EVIDENCE' }],
    ['not that of this case', { work: 'waiting', problem: 'BAD_SIGNATURE' }],
    ['model of this result to load', { work: 'waiting', problem: 'MODEL_NOT_LOADED' }],
    ['tries once more', { work: 'waiting', problem: 'INFERENCE_FAILED' }],
  ])('says “%s” while it judges', (words, change) => {
    expect(sentence(change)).toContain(words);
  });

  it('tells the vote and how far the result is', () => {
    const voted = { finding: 'wrong', distance: 2.4567 } as const;
    for (const step of ['sealed', 'committed', 'opening', 'opened'] as const)
      expect(sentence({ step, ...voted })).toContain(
        'Voted: the result is wrong (2.46 times what is allowed).',
      );
  });

  it('tells why the evidence was not available', () => {
    const voted = { step: 'sealed', finding: 'unavailable' } as const;
    expect(sentence({ ...voted, reason: 'MODEL_NOT_LOADED' })).toContain(
      'the evidence is not available here. This tab does not mine with its model.',
    );
    expect(sentence({ ...voted, reason: 'OUT_OF_MEMORY' })).toContain('This GPU has no memory for its model');
    expect(sentence({ ...voted, reason: 'SEARCH_UNFINISHED' })).toContain(
      'not available here. The time was over before the search for the evidence had ended.',
    );
    expect(sentence({ ...voted, reason: 'BUSY' })).toContain('The GPU had no time for it.');
  });

  it('tells why a coordinator refused a vote', () => {
    const sent = { step: 'sealed', finding: 'right' } as const;
    expect(sentence({ ...sent, problem: 'NO_SEATS' })).toContain(
      'refused: This miner has no seats on the jury.',
    );
    expect(sentence({ ...sent, problem: 'BUSY' })).toContain('The last one was busy.');
  });

  it.each([
    ['was paid', over({ result: 'paid' })],
    ['Its pay is on the way', over({ result: 'owed' })],
    ['was fined, because it did not vote', over({ result: 'fined' }, null)],
    ['can be fined, because this tab found that the result is wrong', over({ result: 'finable' }, 'wrong')],
    ['costs nothing', over({}, 'unavailable')],
    ['Nobody had the node fined in time', over({}, 'wrong')],
    ['no verdict', over({ verdict: null })],
    ['did not vote in time', sentence({ step: 'missed' })],
    ['vote was not on the chain in time', sentence({ step: 'missed', finding: 'right' })],
  ])('says “%s” at the end', (words, said) => {
    expect(said).toContain(words);
  });
});

it('isVoteOpen holds until the vote is on the chain, opened', () => {
  const open = (['judging', 'sealed', 'committed', 'opening', 'opened', 'missed', 'over'] as const).filter(
    (step) => isVoteOpen({ ...JURY, step }),
  );
  expect(open).toEqual(['judging', 'sealed', 'committed', 'opening']);
});
