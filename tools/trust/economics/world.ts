import { type DeploymentParameters, MAINNET, TESTNET } from '#devnet/chain/parameters.ts';
import { auditShareOf, FIRST_AUDITED } from '#protocol/draw/auditShare.ts';
import type { Network } from '#tools/contracts/jury/terms.ts';
import {
  AUDIT_SECONDS,
  DAY_S,
  LEAST_YIELD,
  NODES,
  REST_DAYS,
  TASKS_PER_DAY,
  TURNOUT,
  WEI,
  YEAR_DAYS,
} from '#tools/trust/economics/assumptions.ts';
import { caseOdds } from '#tools/trust/economics/caseOdds.ts';
import { DEAREST } from '#tools/trust/economics/taskPrices.ts';

/**
 * What becomes of a drawn result whose miner does not hand over the trace. Its pay is lost in any case. The
 * record may go on, begin anew, or begin anew after the whole result was computed again: if that finds it
 * wrong, it goes to the court like any other.
 */
export type Withheld = 'unpaid' | 'begins anew' | 'computed again';

/** Everything around an attacker, in CAI, days and seconds. */
export interface World {
  network: Network;
  parameters: DeploymentParameters;
  /** Share of the results that is audited, by those accepted before. */
  shareOf(accepted: number): number;
  withheld: Withheld;
  /**
   * Whether a miner that may have to go to court is audited in full until the verdict: for all its models,
   * and by all coordinators. Else one record begins anew, after a rest.
   */
  auditsAccused: boolean;
  /** The owner's bond. */
  stake: number;
  /** Pay of a task, all of which counts as the attacker's. */
  price: number;
  tasksPerDay: number;
  auditSeconds: number;
  /** The chance that a case against a wrong result ends with a conviction. */
  convicts: number;
}

export const PARAMETERS: Readonly<Record<Network, DeploymentParameters>> = {
  testnet: TESTNET,
  'main network': MAINNET,
};

/** The product's rule with another floor, for the plots. */
export const sharesAbove =
  (floor: number) =>
  (accepted: number): number =>
    accepted < FIRST_AUDITED ? 1 : Math.max(floor, FIRST_AUDITED / accepted);

/** The defaults: 30 % of the stake colludes on every jury, and everything is as dear as a usual task gets. */
export function defaultWorld(network: Network, changes: Partial<World> = {}): World {
  const odds = caseOdds({ network, nodes: NODES, colluding: 0.3, turnout: TURNOUT, accused: 'guilty' });
  const parameters = PARAMETERS[network];
  return {
    ...{ network, parameters, shareOf: auditShareOf, withheld: 'computed again', auditsAccused: true },
    stake: Number(parameters.staking.minerMinimum) / WEI,
    price: DEAREST.usual,
    tasksPerDay: TASKS_PER_DAY.quiet,
    auditSeconds: AUDIT_SECONDS,
    convicts: odds.wrong,
    ...changes,
  };
}

export const coolDownDays = ({ parameters }: World): number =>
  Number(parameters.staking.coolDownSeconds) / DAY_S;

/**
 * From the opening of a case to jail, if only the first jury is called: the accused may appeal, but must
 * pay.
 */
export function caseDays({ parameters }: World): number {
  const { commitWindow, revealWindow, appealWindow } = parameters.courts.terms;
  return (commitWindow + revealWindow + appealWindow) / DAY_S;
}

/** Results that are signed while one is audited. */
export const inFlight = ({ tasksPerDay, auditSeconds }: World): number =>
  Math.ceil((tasksPerDay * auditSeconds) / DAY_S);

/** Tasks that a record misses while its coordinator gives the miner none after a doubt. */
export const restTasks = ({ tasksPerDay }: World): number => Math.ceil(tasksPerDay * REST_DAYS);

/** What stake that is jailed or unbonding for a cool-down does not earn. */
export const idleCost = (world: World, stake: number): number =>
  (stake * LEAST_YIELD * coolDownDays(world)) / YEAR_DAYS;
