import type { MutatedSource } from './semanticMutant.ts';

export const termsMutants: readonly MutatedSource[] = [
  {
    file: 'disputes/Terms.sol',
    mutants: [
      {
        what: 'all seats leave out the last jury’s',
        replace: 'round < terms.juries;',
        by: 'round + 1 < terms.juries;',
      },
      {
        what: 'a quorum is rounded down',
        replace: '(seatsOf(terms, round) * terms.quorumBps + BPS - 1) / BPS;',
        by: 'seatsOf(terms, round) * terms.quorumBps / BPS;',
      },
      {
        what: 'the duration leaves out the fines',
        replace: '+ terms.settleWindow + terms.fineWindow;',
        by: '+ terms.settleWindow;',
      },
      {
        what: 'the duration leaves out the settling',
        replace: '+ terms.settleWindow + terms.fineWindow;',
        by: '+ terms.fineWindow;',
      },
      {
        what: 'the duration counts an appeal from the last jury',
        replace: 'terms.juries * jury - terms.appealWindow +',
        by: 'terms.juries * jury +',
      },
      {
        what: 'a sealed vote may cost nothing',
        replace: 'if (terms.sealedFactor == 0) return false;',
        by: '',
      },
      {
        what: 'a lost seat may cost the pay of fifty',
        replace: '> MOST_LOST_PAYS * terms.pay)',
        by: '> (MOST_LOST_PAYS + 1) * terms.pay)',
      },
      {
        what: 'a lost seat may not cost the pay of 49',
        replace: '> MOST_LOST_PAYS * terms.pay)',
        by: '>= MOST_LOST_PAYS * terms.pay)',
      },
      {
        what: 'a ballot holds no more than a jury’s seats',
        replace: 'if (2 * seatsOf(terms, terms.juries - 1) > type(uint16).max)',
        by: 'if (seatsOf(terms, terms.juries - 1) > type(uint16).max)',
      },
      {
        what: 'a reporter may win more than it can lose',
        replace: 'terms.reporterBps <= terms.paidBps && terms.reporterBps <= terms.bondBps;',
        by: 'terms.reporterBps <= terms.paidBps;',
      },
    ],
  },
];
