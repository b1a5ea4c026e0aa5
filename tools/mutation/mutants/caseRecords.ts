import type { Mutant } from '#tools/mutation/mutant.ts';

const trust = 'src/web/trust';

/** Of what the dApp shows of cases, and of what coordinators say of them. */
export const caseRecordMutants: readonly Mutant[] = [
  {
    name: 'votes hidden for ever',
    file: `${trust}/record/caseConflicts.ts`,
    from: 'isOver ? count !== jury.votes[finding] : count > jury.votes[finding]',
    to: 'count > jury.votes[finding]',
    breaks: 'A coordinator that leaves out votes against it is believed.',
  },
  {
    name: 'appeal hidden for ever',
    file: `${trust}/record/caseConflicts.ts`,
    from: 'return jury.start + LAG_S < nowSeconds;',
    to: 'return false;',
    breaks: 'A coordinator that shows the first jury as the last one is believed.',
  },
  {
    name: 'liar asked at once',
    file: `${trust}/record/distrust.ts`,
    from: 'known === undefined || known.until > this.#nowMs()',
    to: 'known === undefined || known.until < this.#nowMs()',
    breaks: 'A coordinator whose record was false is asked again with the next case.',
  },
  {
    name: 'known case counted as unread',
    file: `${trust}/useCases.ts`,
    from: 'data === undefined && isError',
    to: 'isError',
    breaks: 'A case that is shown is said to be missing too.',
  },
  {
    name: 'last jury can be appealed',
    file: `${trust}/case/caseTimeline.ts`,
    from: 'if (finalAt > revealEnd) moments',
    to: 'if (finalAt >= revealEnd) moments',
    breaks: 'A case’s page promises a larger jury that nobody can call.',
  },
];
