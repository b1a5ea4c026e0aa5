import { BPS } from '#tools/contracts/jury/terms.ts';
import { MONTH_DAYS } from '#tools/trust/economics/assumptions.ts';
import { ATTACKS, type Attack } from '#tools/trust/economics/attacks.ts';
import { FALSE_ALARM } from '#tools/trust/economics/detection.ts';
import { type PlayedCycle, playCycle } from '#tools/trust/economics/playedCycle.ts';
import { SeededRandom } from '#tools/trust/economics/seededRandom.ts';
import type { World } from '#tools/trust/economics/world.ts';

/** What one miner does in a month on average. */
export interface MinerMonth {
  /** CAI: pay less the voters' fee for honest work, the attack's profit for a cheat. */
  earned: number;
  results: number;
  audits: number;
  /** Wrong results that were paid. */
  slipped: number;
  cases: number;
}

/** Honest miners, each from a fresh record: an audit's false alarm begins it anew. */
export function honestMonth(world: World, miners: number, random: SeededRandom): MinerMonth {
  const results = world.tasksPerDay * MONTH_DAYS;
  let [audits, cases] = [0, 0];
  for (let miner = 0; miner < miners; miner++) {
    for (let accepted = 0, result = 0; result < results; result++, accepted++) {
      if (!random.hits(world.shareOf(accepted))) continue;
      audits++;
      if (!random.hits(FALSE_ALARM.audit)) continue;
      accepted = -1;
      if (random.hits(FALSE_ALARM.otherBackEnd) && random.hits(FALSE_ALARM.otherTab)) cases++;
    }
  }
  const pay = world.price * (1 - world.parameters.payments.feeBps / BPS);
  return { earned: results * pay, results, audits: audits / miners, slipped: 0, cases: cases / miners };
}

/** Miners of one attack, cycle after cycle. Honest results before it are audited like all others. */
export function cheatMonth(attack: Attack, world: World, cycles: number, random: SeededRandom): MinerMonth {
  const played = Array.from({ length: cycles }, () => playCycle(attack, world, random));
  const sum = (of: (cycle: PlayedCycle) => number) => played.reduce((total, cycle) => total + of(cycle), 0);
  const months = sum(({ days }) => days) / MONTH_DAYS;
  let before = 0;
  for (let accepted = 0; accepted < attack.after; accepted++) before += world.shareOf(accepted);
  return {
    earned: sum(({ profit }) => profit) / months,
    results: sum(({ tasks }) => tasks) / months,
    audits: (cycles * before + sum(({ audits }) => audits)) / months,
    slipped: sum(({ slipped }) => slipped) / months,
    cases: sum(({ found }) => found) / months,
  };
}

/** A month of a network in which some miners cheat. */
export interface Market {
  cheating: number;
  honest: MinerMonth;
  cheat: MinerMonth;
  /** Shares of all results. */
  audited: number;
  wrong: number;
}

/** The mix of honest miners and those that fake all once they are trusted. All are drawn alike. */
export function market(world: World, mixes: readonly number[]): Market[] {
  const honest = honestMonth(world, 100, new SeededRandom(300));
  const cheat = cheatMonth(ATTACKS[1]!, world, 2_000, new SeededRandom(301));
  return mixes.map((cheating) => {
    const mean = (of: (month: MinerMonth) => number) => (1 - cheating) * of(honest) + cheating * of(cheat);
    const results = mean((month) => month.results);
    const audited = mean((month) => month.audits) / results;
    return { cheating, honest, cheat, audited, wrong: mean((month) => month.slipped) / results };
  });
}
