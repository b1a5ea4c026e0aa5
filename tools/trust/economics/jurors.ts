import type { JuryTerms } from '#devnet/chain/parameters.ts';
import { NODES, TURNOUT, WEI } from '#tools/trust/economics/assumptions.ts';
import { type CaseOdds, caseOdds } from '#tools/trust/economics/caseOdds.ts';
import type { SeededRandom } from '#tools/trust/economics/seededRandom.ts';
import type { World } from '#tools/trust/economics/world.ts';

/** How a juror votes. Votes are sealed until all are in, so none can be copied. */
export type JurorStrategy =
  | 'honest'
  | 'always "right"'
  | 'always "wrong"'
  | '"wrong", opened only if it wins'
  | 'always "unavailable"'
  | 'never';

export const JUROR_STRATEGIES: readonly JurorStrategy[] = [
  'honest',
  'always "right"',
  'always "wrong"',
  '"wrong", opened only if it wins',
  'always "unavailable"',
  'never',
];

/** `lost`: sealed, but against the verdict or not opened. `nothing`: no vote came. */
type Found = 'right' | 'wrong' | 'unavailable' | 'lost' | 'nothing';

/** Cases as a juror meets them: 30 % of the stake votes for the wrong verdict. */
export interface Bench {
  guilty: CaseOdds;
  innocent: CaseOdds;
  /** Share of the accused that are guilty. */
  guiltyShare: number;
  terms: JuryTerms;
  /**
   * Share of an honest juror's sealed votes that are lost: its GPU fails twice, or it sleeps until they must
   * be open.
   */
  lost: number;
}

export function benchOf({ network, parameters }: World, guiltyShare: number): Bench {
  const court = { network, nodes: NODES, colluding: 0.3, turnout: TURNOUT };
  return {
    guilty: caseOdds({ ...court, accused: 'guilty' }),
    innocent: caseOdds({ ...court, accused: 'honest' }),
    guiltyShare,
    terms: parameters.courts.terms,
    lost: 0,
  };
}

const cai = (wei: bigint): number => Number(wei) / WEI;

/** CAI for a seat whose sealed vote found the opposite, or was not opened. */
export const sealedFine = ({ fine, sealedFactor }: JuryTerms): number => sealedFactor * cai(fine);

/** CAI for a seat that found this, once there is a verdict. */
function seatPay({ terms }: Bench, found: Found, verdict: 'right' | 'wrong'): number {
  if (found === 'unavailable') return 0;
  if (found === verdict) return cai(terms.pay);
  return -(found === 'nothing' ? cai(terms.fine) : sealedFine(terms));
}

/**
 * What a strategy finds, with its chances. An honest juror sleeps now and then. Who opens its "wrong" only
 * where that wins has sealed it all the same: it ends as if it always opened.
 */
function findings(strategy: JurorStrategy, truth: 'right' | 'wrong', { lost }: Bench): [Found, number][] {
  switch (strategy) {
    case 'honest':
      return [
        [truth, TURNOUT * (1 - lost)],
        ['lost', TURNOUT * lost],
        ['nothing', 1 - TURNOUT],
      ];
    case 'never':
      return [['nothing', 1]];
    case '"wrong", opened only if it wins':
    case 'always "wrong"':
      return [['wrong', 1]];
    case 'always "right"':
      return [['right', 1]];
    case 'always "unavailable"':
      return [['unavailable', 1]];
  }
}

/** The mean pay of a seat in CAI, without the cost of running the task again. */
export function expectedSeat(strategy: JurorStrategy, bench: Bench): number {
  const { guilty, innocent, guiltyShare } = bench;
  const against = (truth: 'right' | 'wrong', { right, wrong }: CaseOdds): number =>
    findings(strategy, truth, bench).reduce(
      (sum, [found, chance]) =>
        sum + chance * (right * seatPay(bench, found, 'right') + wrong * seatPay(bench, found, 'wrong')),
      0,
    );
  return guiltyShare * against('wrong', guilty) + (1 - guiltyShare) * against('right', innocent);
}

/** Plays one case and gives the seat's pay. */
export function playSeat(strategy: JurorStrategy, bench: Bench, random: SeededRandom): number {
  const isGuilty = random.hits(bench.guiltyShare);
  const odds = isGuilty ? bench.guilty : bench.innocent;
  let left = random.next();
  const found = findings(strategy, isGuilty ? 'wrong' : 'right', bench).find(
    ([, chance]) => (left -= chance) < 0,
  )![0];
  const end = random.next();
  if (end >= odds.right + odds.wrong) return 0;
  return seatPay(bench, found, end < odds.right ? 'right' : 'wrong');
}

/** Where a value that changes evenly from `at0` to `at1` passes zero. */
const zeroOf = (at0: number, at1: number): number => at0 / (at0 - at1);

/** The share of guilty accused above which voting "wrong" without looking earns something. */
export function blindShare(bench: Bench): number {
  const seatAt = (share: number) => expectedSeat('always "wrong"', { ...bench, guiltyShare: share });
  return zeroOf(seatAt(0), seatAt(1));
}

/** The share of its sealed votes that an honest juror can lose before it earns nothing. */
export function mostLost(bench: Bench): number {
  const seatAt = (lost: number) => expectedSeat('honest', { ...bench, lost });
  return zeroOf(seatAt(0), seatAt(1));
}

/** The fine for a sealed vote at which voting "wrong" without looking earns nothing, in CAI. */
export const leastFine = ({ guilty, innocent, guiltyShare, terms }: Bench): number =>
  (cai(terms.pay) * (guiltyShare * guilty.wrong + (1 - guiltyShare) * innocent.wrong)) /
  (guiltyShare * guilty.right + (1 - guiltyShare) * innocent.right);
