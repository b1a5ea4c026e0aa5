import { passTime } from '../chainControl.ts';
import { addMiner, fund } from '../chainNodes.ts';

import {
  button,
  COOL_DOWN_S,
  dialog,
  FIRST,
  field,
  form,
  give,
  jailOwn,
  PLENTY,
  said,
  stakes,
  VOTES,
  vote,
  type WalletTransaction,
} from './prepared.ts';

/** What stakers do, on the pages Stake, Explore and Portfolio. */

export const MONEY: WalletTransaction[] = [
  {
    ...{ name: 'stake', file: 'stake/StakeForm.tsx', signs: true, isForAnyAccount: true },
    prepare: async (devnet, account) => {
      await give(devnet, account, PLENTY);
      return '/stake';
    },
    ...form('Amount to stake', '100'),
    ...{ button: button('Stake 100 CAI'), done: said('Staked.') },
  },
  {
    ...{ name: 'unstake', file: 'stake/UnstakeForm.tsx' },
    prepare: async (devnet, account) => {
      await fund(devnet, account, PLENTY);
      return '/stake';
    },
    ...form('Amount to unstake', '100'),
    ...{ button: button('Unstake 100 CAI'), done: said('Unstaked. The cool-down has started.') },
  },
  {
    ...{ name: 'vote', file: 'explore/vote/VoteDialog.tsx', isForAnyAccount: true },
    prepare: async (devnet, account) => {
      await fund(devnet, account, PLENTY);
      return '/nodes';
    },
    ...dialog('Vote for Devnet coordinator'),
    ...{ button: button('Vote with 100 CAI'), done: said('Voted.') },
  },
  {
    ...{ name: 'take votes back', file: 'explore/vote/VoteDialog.tsx' },
    prepare: async (devnet, account) => {
      await vote(devnet, account);
      return '/nodes';
    },
    ...dialog('Unvote Devnet coordinator'),
    ...{ button: button('Take back 100 CAI'), done: said('Unvoted.') },
  },
];

export const PORTFOLIO: WalletTransaction[] = [
  {
    ...{ name: 'vote for a chosen node', file: 'portfolio/PositionDialog.tsx' },
    prepare: async (devnet, account) => {
      await fund(devnet, account, PLENTY);
      return '/portfolio';
    },
    ...dialog('Vote with idle stake'),
    fill: async (page) => {
      const first = page.getByRole('dialog').getByRole('option', { name: FIRST });
      await page
        .getByRole('dialog')
        .getByRole('combobox')
        .selectOption({ value: (await first.getAttribute('value'))! });
      await field(page, 'Amount').fill('100');
    },
    ...{ button: button('Vote with 100 CAI'), done: said('Voted.') },
  },
  {
    ...{ name: 'move votes', file: 'portfolio/PositionDialog.tsx' },
    prepare: async (devnet, account) => {
      await vote(devnet, account);
      await addMiner(devnet, 'Another nest', 500);
      return '/portfolio';
    },
    ...dialog(`Move from ${FIRST}`),
    fill: async (page) => {
      const other = page.getByRole('dialog').getByRole('option', { name: 'Another nest' }).last();
      await page
        .getByRole('dialog')
        .getByRole('combobox')
        .selectOption({ value: (await other.getAttribute('value'))! });
      await field(page, 'Amount').fill('100');
    },
    ...{ button: button('Move 100 CAI'), done: said('On its way.') },
  },
  {
    ...{ name: 'take votes out', file: 'portfolio/PositionDialog.tsx' },
    prepare: async (devnet, account) => {
      await vote(devnet, account);
      return '/portfolio';
    },
    ...dialog(`Take out of ${FIRST}`),
    ...{ button: button('Take out 100 CAI'), done: said('Taken out.') },
  },
  {
    ...{ name: 'unjail a node from the portfolio', file: 'portfolio/PositionList.tsx' },
    prepare: async (devnet, account) => {
      await jailOwn(devnet, account);
      return '/portfolio';
    },
    ...{ button: button(/^Unjail node /), done: said('The node is active again.') },
  },
  {
    ...{ name: 'claim', file: 'portfolio/RewardsCard.tsx' },
    prepare: async (devnet, account) => {
      await fund(devnet, account, PLENTY);
      await passTime(devnet, 60);
      return '/portfolio';
    },
    ...{ button: button(/^Claim .*CAI$/), done: said('Claimed: the CAI is in your wallet.') },
  },
  {
    ...{ name: 'compound', file: 'portfolio/RewardsCard.tsx' },
    prepare: async (devnet, account) => {
      await fund(devnet, account, PLENTY);
      await passTime(devnet, 60);
      return '/portfolio';
    },
    ...{ button: button(/^Compound .*CAI$/), done: said('Compounded into idle stake.') },
  },
  {
    ...{ name: 'withdraw an exit', file: 'portfolio/ExitList.tsx' },
    prepare: async (devnet, account) => {
      await fund(devnet, account, PLENTY);
      await stakes(devnet, account, 'unstake', VOTES);
      await passTime(devnet, COOL_DOWN_S);
      return '/portfolio';
    },
    ...{ button: button('Withdraw 1,000 CAI'), done: said('Withdrawn: the CAI is in your wallet.') },
  },
  {
    ...{ name: 'cancel an exit', file: 'portfolio/ExitList.tsx' },
    prepare: async (devnet, account) => {
      await vote(devnet, account);
      await stakes(devnet, account, 'unvote', 1n, VOTES);
      return '/portfolio';
    },
    ...{
      button: button(`Cancel: back to ${FIRST}: 1,000 CAI`),
      done: said(`Cancelled: 1,000 CAI are back in ${FIRST}.`),
    },
  },
  {
    ...{ name: 'stake an exit again', file: 'portfolio/ExitList.tsx' },
    prepare: async (devnet, account) => {
      await fund(devnet, account, PLENTY);
      await stakes(devnet, account, 'unstake', VOTES);
      return '/portfolio';
    },
    ...{
      button: button('Cancel: back to idle stake: 1,000 CAI'),
      done: said('Done: Cancel: back to idle stake.'),
    },
  },
  {
    ...{ name: 'withdraw all exits', file: 'portfolio/ExitList.tsx' },
    prepare: async (devnet, account) => {
      await fund(devnet, account, PLENTY);
      // What leaves at once is one exit.
      for (const wei of [VOTES, VOTES]) {
        await stakes(devnet, account, 'unstake', wei);
        await passTime(devnet, COOL_DOWN_S);
      }
      return '/portfolio';
    },
    ...{ button: button(/^Withdraw all /), done: said('Withdrawn: the CAI is in your wallet.') },
  },
];
