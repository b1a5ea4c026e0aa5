import { docketMutants } from './docket.ts';
import { emissionMutants } from './emission.ts';
import { exitMutants } from './exits.ts';
import { faultMutants } from './faults.ts';
import { juryMutants } from './juries.ts';
import { lotteryMutants } from './lottery.ts';
import { paymentMutants } from './payments.ts';
import { penaltyCapMutants } from './penaltyCap.ts';
import { poolMutants } from './pools.ts';
import { registryMutants } from './registry.ts';
import type { MutatedSource } from './semanticMutant.ts';
import { slashingMutants } from './slashing.ts';
import { termsMutants } from './terms.ts';
import { voteMutants } from './votes.ts';
import { workMutants } from './work.ts';

/** The mutants that are written by hand for these contracts. */
export const semanticSet: readonly MutatedSource[] = [
  ...emissionMutants,
  ...workMutants,
  ...poolMutants,
  ...exitMutants,
  ...registryMutants,
  ...paymentMutants,
  ...slashingMutants,
  ...penaltyCapMutants,
  ...lotteryMutants,
  ...faultMutants,
  ...juryMutants,
  ...termsMutants,
  ...docketMutants,
  ...voteMutants,
];
