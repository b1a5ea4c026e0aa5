import type { Mutant } from '#tools/mutation/mutant.ts';

const chain = 'src/chain/courts';
const court = 'src/coordinator/court';

/** Of the coordinator's part in the courts: whom it names, when it appeals. */
export const courtMutants: readonly Mutant[] = [
  {
    name: 'the dearer moment',
    file: `${chain}/unseatedMiners.ts`,
    from: 'atDraw.length <= beforeCase.length',
    to: 'atDraw.length > beforeCase.length',
    breaks: 'More miners are named than needed, and seats may stay empty where the call has no room.',
  },
  {
    name: 'barred miners keep their seats',
    file: `${chain}/unseatedMiners.ts`,
    from: 'weight: miner.isBarred ? miner[moment] : miner[moment] - seatedWeight(miner),',
    to: 'weight: miner[moment] - seatedWeight(miner),',
    breaks: 'The seats of who may not sit stay empty.',
  },
  {
    name: 'a hundredth may stay empty',
    file: `${chain}/unseatedMiners.ts`,
    from: 'const NEGLIGIBLE = 1_000n;',
    to: 'const NEGLIGIBLE = 100n;',
    breaks: 'Ten times as many seats stay empty.',
  },
  {
    name: 'a tie convicts',
    file: `${chain}/courtTerms.ts`,
    from: 'most > less && most > unavailable',
    to: 'most >= less && most > unavailable',
    breaks: 'A jury that is split in halves is taken for a verdict, and not appealed.',
  },
  {
    name: 'missing evidence convicts',
    file: `${chain}/courtTerms.ts`,
    from: 'most > unavailable && most >= quorumOfRound',
    to: 'most >= quorumOfRound',
    breaks: 'A jury that mostly lacked the evidence is taken for a verdict.',
  },
  {
    name: 'appeals convictions',
    file: `${court}/juryClerk.ts`,
    from: "round, jury.votes) === 'wrong') return;",
    to: "round, jury.votes) === 'right') return;",
    breaks: 'The coordinator appeals what it wanted, and lets acquittals stand.',
  },
  {
    name: 'appeals for strangers',
    file: `${court}/juryClerk.ts`,
    from: ' || !(await foundWrong(theCase))) return;',
    to: ') return;',
    breaks: 'The coordinator pays deposits for cases of which it knows nothing.',
  },
  {
    name: 'deposit of the jury before',
    file: `${court}/juryClerk.ts`,
    from: 'court.appealDepositOf(caseId, round + 1)',
    to: 'court.appealDepositOf(caseId, round)',
    breaks: 'An appeal fails for want of allowance, or asks for too little in the wallet.',
  },
  {
    name: 'names for strangers',
    file: `${court}/seatNames.ts`,
    from: 'if (await this.#deps.foundWrong(theCase)) await',
    to: 'await',
    breaks: 'Anybody’s cases cost the coordinator gas.',
  },
];
