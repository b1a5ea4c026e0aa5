import { type LocalAccount, parseEther } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import type { Devnet } from '#devnet/devnet.ts';
import { passTime } from '../chainControl.ts';
import { addMiner, fund } from '../chainNodes.ts';

import {
  button,
  COOL_DOWN_S,
  field,
  form,
  give,
  jailOwn,
  NAME,
  ownNode,
  PLENTY,
  said,
  stakes,
  type WalletTransaction,
} from './prepared.ts';

/** What owners of nodes do, on the pages of their node and on Mine. */

const onNode = (name: string, file: string) => ({
  ...{ name, file: `ownNode/${file}` },
  prepare: async (devnet: Devnet, account: LocalAccount) => {
    await ownNode(devnet, account);
    // What is added to the bond.
    await fund(devnet, account, PLENTY);
    return '/mine/node';
  },
});
const OTHER_OWNER = privateKeyToAccount(generatePrivateKey()).address;

export const NODE: WalletTransaction[] = [
  {
    ...onNode('add to the bond', 'BondCard.tsx'),
    ...form('Amount to add', '100'),
    ...{ button: button('Add 100 CAI'), done: said('Added to the bond.') },
  },
  {
    ...onNode('take out of the bond', 'BondCard.tsx'),
    ...form('Amount to take out', '100'),
    ...{ button: button('Take out 100 CAI'), done: said('Taken out.') },
  },
  {
    ...onNode('announce a commission', 'CommissionCard.tsx'),
    ...form('New commission, in percent', '12.5'),
    ...{ button: button('Announce 12.5 %'), done: said('12.5 % is announced.') },
  },
  {
    ...onNode('apply a commission', 'CommissionCard.tsx'),
    prepare: async (devnet, account) => {
      await stakes(devnet, account, 'setCommission', await ownNode(devnet, account), 1_250);
      await passTime(devnet, COOL_DOWN_S);
      return '/mine/node';
    },
    ...{ button: button('Apply 12.5 %'), done: said('12.5 % is in force.') },
  },
  {
    ...onNode('withdraw a commission', 'CommissionCard.tsx'),
    prepare: async (devnet, account) => {
      await stakes(devnet, account, 'setCommission', await ownNode(devnet, account), 1_250);
      return '/mine/node';
    },
    ...{ button: button('Keep 5 %'), done: said('The announcement is withdrawn.') },
  },
  {
    ...onNode('rename', 'InfoCard.tsx'),
    ...form('Name of the node', 'Oak nest'),
    ...{ button: button('Publish the name'), done: said('Published.') },
  },
  {
    ...onNode('retire', 'RetireCard.tsx'),
    fill: (page) => page.getByLabel(/^Type “retire”/).fill('retire'),
    kept: (page) => [[page.getByLabel(/^Type “retire”/), 'retire']],
    button: button('Retire the node'),
    done: (page) => page.getByRole('heading', { name: 'Retired', exact: true }),
  },
  {
    ...onNode('offer the node', 'offer/OfferCard.tsx'),
    fill: async (page) => {
      await field(page, 'Wallet of the new owner').fill(OTHER_OWNER);
      await page.getByLabel(OTHER_OWNER).check();
    },
    kept: (page) => [[field(page, 'Wallet of the new owner'), OTHER_OWNER]],
    ...{ button: button('Offer the node'), done: said('Offered.') },
  },
  {
    ...onNode('take an offer back', 'offer/OfferCard.tsx'),
    prepare: async (devnet, account) => {
      await stakes(devnet, account, 'offerNode', await ownNode(devnet, account), OTHER_OWNER);
      return '/mine/node';
    },
    ...{ button: button('Take the offer back'), done: said('Taken back.') },
  },
  {
    ...onNode('vote for an offered node', 'offer/AcceptCard.tsx'),
    prepare: async (devnet, account) => {
      const { id, owner } = await addMiner(devnet, NAME, 500);
      await stakes(devnet, owner, 'offerNode', id, account.address);
      await fund(devnet, account, parseEther('20000'));
      return `/mine/node?id=${id}`;
    },
    button: button('Vote with 20,000 CAI'),
    done: (page) => page.getByRole('button', { name: 'Accept the node', disabled: false }),
  },
  {
    ...onNode('accept a node', 'offer/AcceptCard.tsx'),
    prepare: async (devnet, account) => {
      const { id, owner } = await addMiner(devnet, NAME, 500);
      await stakes(devnet, owner, 'offerNode', id, account.address);
      await fund(devnet, account, parseEther('20000'));
      await stakes(devnet, account, 'vote', id, parseEther('20000'));
      return `/mine/node?id=${id}`;
    },
    button: button('Accept the node'),
    done: (page) => page.getByRole('heading', { name: /^Nest/ }),
  },
  {
    ...onNode('unjail', 'NodeRepair.tsx'),
    prepare: async (devnet, account) => {
      await jailOwn(devnet, account);
      return '/mine/node';
    },
    button: button('Unjail the node'),
    done: (page) => page.getByRole('region', { name: 'Bond' }).getByLabel('Amount to add', { exact: true }),
  },
  {
    ...onNode('bring the bond to its minimum', 'NodeRepair.tsx'),
    prepare: async (devnet, account) => {
      const id = await ownNode(devnet, account);
      await stakes(devnet, account, 'unvote', id, parseEther('3000'));
      await fund(devnet, account, PLENTY);
      return '/mine/node';
    },
    button: button('Add 3,000 CAI to the bond'),
    done: (page) => page.getByText('Your own stake in it is 20,000 CAI'),
  },
];

export const MINE: WalletTransaction[] = [
  {
    ...{ name: 'register a miner', file: 'mine/setup/RegisterForm.tsx', signs: true },
    prepare: async (devnet, account) => {
      await give(devnet, account, parseEther('25000'));
      return '/mine';
    },
    ...form('Name of the miner', NAME),
    button: button('Register with 20,000 CAI'),
    done: (page) => page.getByRole('listitem', { name: 'Registration: done' }),
  },
  {
    ...{ name: 'move a node to this tab', file: 'mine/setup/TakeOver.tsx' },
    prepare: async (devnet, account) => {
      await ownNode(devnet, account);
      return '/mine';
    },
    button: button('Move the node to this tab'),
    done: (page) => page.getByRole('listitem', { name: 'Registration: done' }),
  },
];
