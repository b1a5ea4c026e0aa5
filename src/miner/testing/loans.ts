import { ModelLoanError } from '#miner/engine/modelLoanError.ts';
import type { ModelLoans } from '#miner/engine/modelLoans.ts';

/** A site that has no model but those that its tabs mine with. */
export const NO_LOANS: Pick<ModelLoans, 'fetch' | 'lend'> = {
  fetch: async () => {
    throw new ModelLoanError('MODEL_UNKNOWN', 'There is no such model.');
  },
  lend: async () => {
    throw new ModelLoanError('MODEL_UNKNOWN', 'There is no such model.');
  },
};
