import type { ModelLoans } from '#miner/engine/modelLoans.ts';
import { ModelLoanError } from '#miner/models/modelLoanError.ts';

/** A site that has no model but those that its tabs mine with. */
export const NO_LOANS: Pick<ModelLoans, 'fetch' | 'lend'> = {
  fetch: async () => {
    throw new ModelLoanError('MODEL_UNKNOWN', 'There is no such model.');
  },
  lend: async () => {
    throw new ModelLoanError('MODEL_UNKNOWN', 'There is no such model.');
  },
};
