import type { JuryTerms } from '#devnet/chain/parameters.ts';
import { NODES, TURNOUT, WEI } from '#tools/trust/economics/assumptions.ts';
import { type CaseOdds, caseOdds } from '#tools/trust/economics/caseOdds.ts';
import type { SeededRandom } from '#tools/trust/economics/seededRandom.ts';
import type { World } from '#tools/trust/economics/world.ts';

/** How a juror votes. Votes are sealed until all are in, so none can be copied. */
export type JurorStrategy = 'honest' | 'always "right"' | 'always "wrong"' | 'always "unavailable"' | 'never';

export const JUROR_STRATEGIES: readonly JurorStrategy[] = [
  'honest',
  'always "right"',
  'always "wrong"',
  'always "unavailable"',
  'never',
];

type Found = 'right' | 'wrong' | 'unavailable' | 'nothing';

/** Cases as a juror meets them: 30 % of the stake votes for the wrong verdict. */
export interface Bench {
  guilty: CaseOdds;
  innocent: CaseOdds;
  /** Share of the accused that are guilty. */
  guiltyShare: number;
  terms: JuryTerms;
  /** CAI for a seat that found the opposite, if it has a fine of its own: the contract has one for both. */
  oppositeFine?: number;
}

export function benchOf({ network, parameters }: World, guiltyShare: number): Bench {
  const court = { network, nodes: NODES, colluding: 0.3, turnout: TURNOUT };
  return {
    guilty: caseOdds({ ...court, accused: 'guilty' }),
    innocent: caseOdds({ ...court, accused: 'honest' }),
    guiltyShare,
    terms: parameters.courts.terms,
  };
}

const cai = (wei: bigint): number => Number(wei) / WEI;

/** CAI for a seat that found this, once there is a verdict. */
function seatPay({ terms, oppositeFine }: Bench, found: Found, verdict: 'right' | 'wrong'): number {
  if (found === 'unavailable') return 0;
  if (found === verdict) return cai(terms.pay);
  return -(found === 'nothing' ? cai(terms.fine) : (oppositeFine ?? cai(terms.fine)));
}

/** What a strategy finds, with its chances. An honest juror sleeps now and then, and is never wrong. */
function findings(strategy: JurorStrategy, truth: 'right' | 'wrong'): [Found, number][] {
  if (strategy === 'honest') {
    return [
      [truth, TURNOUT],
      ['nothing', 1 - TURNOUT],
    ];
  }
  if (strategy === 'never') return [['nothing', 1]];
  return [[strategy.slice('always "'.length, -1) as Found, 1]];
}

/** The mean pay of a seat in CAI, without the cost of running the task again. */
export function expectedSeat(strategy: JurorStrategy, bench: Bench): number {
  const { guilty, innocent, guiltyShare } = bench;
  const against = (truth: 'right' | 'wrong', { right, wrong }: CaseOdds): number =>
    findings(strategy, truth).reduce(
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
  const found = findings(strategy, isGuilty ? 'wrong' : 'right').find(
    ([, chance]) => (left -= chance) < 0,
  )![0];
  const end = random.next();
  if (end >= odds.right + odds.wrong) return 0;
  return seatPay(bench, found, end < odds.right ? 'right' : 'wrong');
}

/** The share of guilty accused above which voting "wrong" without looking earns something. */
export const blindShare = ({ pay, fine }: JuryTerms): number => cai(fine) / (cai(pay) + cai(fine));

/** The fine for the opposite finding at which voting "wrong" without looking earns nothing, in CAI. */
export const leastFine = ({ guilty, innocent, guiltyShare, terms }: Bench): number =>
  (cai(terms.pay) * (guiltyShare * guilty.wrong + (1 - guiltyShare) * innocent.wrong)) /
  (guiltyShare * guilty.right + (1 - guiltyShare) * innocent.right);

/**
 * The fine at which an honest juror, who sleeps now and then, earns nothing, in CAI: the same for an empty
 * seat and for the opposite finding.
 */
export function mostFine(bench: Bench): number {
  const seatAt = (fine: bigint) => expectedSeat('honest', { ...bench, terms: { ...bench.terms, fine } });
  const [without, withOne] = [seatAt(0n), seatAt(BigInt(WEI))];
  return without / (without - withOne);
}
