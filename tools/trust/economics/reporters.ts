import { BPS, jurySizes } from '#tools/contracts/jury/terms.ts';
import {
  CAI_DOLLARS,
  CASE_GAS,
  GAS_DOLLARS,
  NODES,
  TURNOUT,
  WEI,
} from '#tools/trust/economics/assumptions.ts';
import { type CaseOdds, caseOdds } from '#tools/trust/economics/caseOdds.ts';
import { sealedFine } from '#tools/trust/economics/jurors.ts';
import { slashOf } from '#tools/trust/economics/penalty.ts';
import type { SeededRandom } from '#tools/trust/economics/seededRandom.ts';
import type { World } from '#tools/trust/economics/world.ts';

/** Who reports, and what colludes on the juries. */
export interface Report {
  name: string;
  accused: 'guilty' | 'honest';
  colluding: number;
  /** Whether the colluders are the reporter's, and vote for it. Otherwise they vote against it. */
  ownJurors: boolean;
  /** Convictions of the accused in this cool-down before: the cap may have left little to take. */
  earlier: number;
}

const right = { accused: 'guilty', colluding: 0.3, ownJurors: false } as const;
const wrong = { accused: 'honest', ownJurors: true, earlier: 0 } as const;

export const REPORTS: readonly Report[] = [
  { name: 'a right report', ...right, earlier: 0 },
  { name: 'a right report, the second in a cool-down', ...right, earlier: 1 },
  { name: 'a right report, the third in a cool-down', ...right, earlier: 2 },
  { name: 'a false accusation', ...wrong, colluding: 0 },
  { name: 'a false accusation with 30 % of the jurors', ...wrong, colluding: 0.3 },
];

/** CAI that a case's end brings to the reporter's side, gas included. */
export interface Ends {
  convicted: number;
  acquitted: number;
  none: number;
}

/** Gas of a case in CAI, at the lowest price of CAI. */
export const caseGas = (): number => (CASE_GAS * GAS_DOLLARS) / CAI_DOLLARS[0];

/** The most of the owner's loss that the slasher pays out: `MAX_PAID_BPS` of contracts/src/Slasher.sol. */
const MAX_PAID_BPS = 5_000;

/**
 * Whether the contract refuses the case: the accused is in jail for what it was convicted of before, and all
 * that the cap leaves would not pay the first jury.
 */
export function isRefused({ earlier }: Report, world: World): boolean {
  const { slashing, courts } = world.parameters;
  const left = (world.stake * slashing.capBps) / BPS - slashOf(world, earlier);
  return earlier > 0 && (left * MAX_PAID_BPS) / BPS < (courts.terms.seats * Number(courts.terms.pay)) / WEI;
}

/**
 * By the contract's rules, if it opens the case and nobody appeals a right verdict. Whoever reports rightly
 * also appeals to the end, at worst with all deposits lost; colluding jurors are fined on all juries where
 * they lose, and paid where they win. Then the reporter has the honest jurors fined too, and gets a caller's
 * part. What a right reporter gets of the colluders' fines is left out.
 */
export function endsOf(report: Report, world: World): Ends {
  const { terms } = world.parameters.courts;
  const { stake } = world;
  const seats = jurySizes(terms);
  const allSeats = seats.reduce((sum, size) => sum + size);
  const pay = Number(terms.pay) / WEI;
  const fine = Number(terms.fine) / WEI;
  const atStake = (stake * terms.slashBps * terms.bondBps) / BPS ** 2;
  const first = allSeats * pay + atStake;
  const appeals = seats.slice(1).reduce((sum, size) => sum + size * pay + atStake, 0);
  const deposits = report.accused === 'guilty' || report.colluding > 0 ? first + appeals : first;
  const taken = slashOf(world, report.earlier + 1) - slashOf(world, report.earlier);
  // The jurors of the first jury come first; if the conviction brings in too little, the deposit pays them.
  const left = (taken * terms.paidBps) / BPS - terms.seats * pay;
  const reward = Math.min((taken * terms.reporterBps) / BPS, left);
  const ownSeats = report.ownJurors ? allSeats * report.colluding : 0;
  const againstFine = sealedFine(terms);
  const honestFine = TURNOUT * againstFine + (1 - TURNOUT) * fine;
  const othersFines = report.ownJurors ? (allSeats - ownSeats) * honestFine : 0;
  const gas = caseGas();
  return {
    convicted: reward + ownSeats * pay + (othersFines * terms.reporterBps) / BPS - gas,
    acquitted: -deposits - ownSeats * againstFine - gas,
    none: (-deposits * terms.feeBps) / BPS - gas,
  };
}

export function oddsOf({ accused, colluding }: Report, { network }: World): CaseOdds {
  return caseOdds({ network, nodes: NODES, colluding, turnout: TURNOUT, accused });
}

/** The mean of a report in CAI, if the contract opens the case. */
export function openedReport(report: Report, world: World): number {
  const [ends, odds] = [endsOf(report, world), oddsOf(report, world)];
  return odds.wrong * ends.convicted + odds.right * ends.acquitted + odds.none * ends.none;
}

/** The mean of a report in CAI; a refused one costs nothing. */
export const expectedReport = (report: Report, world: World): number =>
  isRefused(report, world) ? 0 : openedReport(report, world);

/** Plays one case that the contract opens. */
export function playReport(report: Report, world: World, odds: CaseOdds, random: SeededRandom): number {
  const ends = endsOf(report, world);
  const end = random.next();
  if (end < odds.wrong) return ends.convicted;
  return end < odds.wrong + odds.right ? ends.acquitted : ends.none;
}
