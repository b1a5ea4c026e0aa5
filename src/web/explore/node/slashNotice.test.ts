import { parseEther } from 'viem';
import { expect, it } from 'vitest';
import type { Penalty } from '#chain/history/penalties.ts';
import { slashSentence } from '#web/explore/node/SlashNotice.tsx';

const cai = (whole: number) => parseEther(String(whole));
/** A jury's: 4,000 of 5,000 CAI were the owner's, and half of those went to the court. */
const slash: Penalty = {
  ...{ nodeId: 3n, kind: 'conviction', court: 'juries', evidence: '0x', block: 1n, transaction: '0x' },
  ...{ taken: cai(5_000), paid: cai(2_000) },
};
const parts = { conviction: 5_000, fine: 1_000, dispute: 1_000 };
const at = 1_000;

it('says why and when a node was slashed, and what of it voters lost', () => {
  expect(slashSentence(slash, { role: 'miner', at, parts })).toMatch(
    /^A jury found a result wrong on 1 Jan 1970.*\. 5,000 CAI were taken, 1,000 CAI of it from voters\.$/,
  );
});

it('leaves out the voters’ part while it is not known', () => {
  expect(slashSentence(slash, { role: 'miner', at, parts: undefined })).toMatch(/5,000 CAI were taken\.$/);
});

it.each([
  ['miner', 'it signed two results for one task'],
  ['coordinator', 'the draw did not choose'],
] as const)('names what was proved without a jury against a %s', (role, words) => {
  expect(slashSentence({ ...slash, court: 'disputes' }, { role, at, parts })).toContain(words);
});
