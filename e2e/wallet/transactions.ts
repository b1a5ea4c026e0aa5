import { MINE, NODE } from './nodeTransactions.ts';
import { button, give, type WalletTransaction } from './prepared.ts';
import { MONEY, PORTFOLIO } from './stakeTransactions.ts';

/** Every transaction of the dApp's pages, as its user makes it. */

const FAUCET: WalletTransaction[] = [
  {
    ...{ name: 'faucet', file: 'drip/useDrip.ts' },
    prepare: async (devnet, account) => {
      await give(devnet, account, 1n);
      return '/faucet';
    },
    button: button('Get CAI and gas'),
    withoutFaults: { 'without gas': 'a coordinator pays for it then' },
    done: (page) => page.getByText('Done. The CAI has arrived at this address.'),
  },
];

/** Those that need more than a wallet, by the file of their button, with the journey that makes them. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  'create/report/ReportPanel.tsx': 'a result that a second run finds wrong: answer.spec.ts',
  'create/report/useReport.ts': 'its flow',
  'evidence/answer/AnswerLines.tsx': 'work that a case is about: answer.spec.ts',
  'evidence/answer/useAnswer.ts': 'its flow',
  'mine/work/EarningsCard.tsx': 'pay for mined tasks: mining.spec.ts redeems it',
  'mine/key/LossGuard.tsx': 'pay for mined tasks; LossGuard.test.tsx',
  'mine/work/FaultCard.tsx': 'a coordinator that draws wrongly: wrongDraw.spec.ts',
  'portfolio/LapseHint.tsx': 'a node whose fees have run out; no journey makes it',
  'trust/appeal/AppealCard.tsx': 'a verdict of a jury: trust.spec.ts appeals from one',
  'coordinate/setup/RegisterStep.tsx': 'a key made in a terminal: coordinate.spec.ts',
  'coordinate/running/ReplaceKeyCard.tsx': 'a key made in a terminal: coordinate.spec.ts',
};

export const TRANSACTIONS: readonly WalletTransaction[] = [
  ...[...MONEY, ...PORTFOLIO, ...NODE, ...MINE, ...FAUCET],
];
