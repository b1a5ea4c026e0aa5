import type { Locator, Page } from '@playwright/test';
import { encodeFunctionData, type Hex, type LocalAccount, parseEther } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { caiAbi, stakingAbi } from '#chain/generated/contracts.ts';
import { deployerWallet, mined } from '#devnet/chain/deployerWallet.ts';
import { devnetDeployer } from '#devnet/chain/keys.ts';
import type { Devnet } from '#devnet/devnet.ts';
import { callAs } from '#devnet/testing/callAs.ts';
import { jail, minersOf, passTime } from '../chainControl.ts';
import { addMiner, fund } from '../chainNodes.ts';

/** Every transaction of the dApp's pages, as its user makes it. */

export interface WalletTransaction {
  name: string;
  /** The file in `src/web` whose button it is. */
  file: string;
  /** Whether the wallet signs an allowance before it sends. */
  signs?: boolean;
  /** Puts the account where it can do this, with gas. @returns the page's path */
  prepare(devnet: Devnet, account: LocalAccount): Promise<string>;
  /** Opens its dialog. */
  open?(page: Page): Promise<void>;
  fill?(page: Page): Promise<void>;
  /** What stays in the form after a fault. */
  kept?(page: Page): [Locator, string][];
  button(page: Page): Locator;
  /** Where a fault is told; in the flow's line without it. */
  fault?(page: Page): Locator;
  done(page: Page): Locator;
}

const COOL_DOWN_S = 60 * 60;
const FIRST = 'node “Devnet coordinator” (1)';
const NAME = 'Nest';
const PLENTY = parseEther('5000');
const VOTES = parseEther('1000');

const stakingCall = encodeFunctionData<typeof stakingAbi>;
type Arguments = Parameters<typeof stakingCall>[0];
const call = (devnet: Devnet, account: LocalAccount, data: Hex) =>
  callAs(devnet.chain.config, account.address, { to: devnet.chain.config.contracts.staking, data });
const stakes = (devnet: Devnet, account: LocalAccount, functionName: string, ...args: unknown[]) =>
  call(devnet, account, stakingCall({ abi: stakingAbi, functionName, args } as unknown as Arguments));

/** CAI in the wallet, and gas. */
async function give(devnet: Devnet, account: LocalAccount, wei: bigint): Promise<void> {
  const wallet = deployerWallet(devnet.chain.config, devnetDeployer());
  const { cai } = devnet.chain.config.contracts;
  await mined(wallet, await wallet.sendTransaction({ to: account.address, value: parseEther('1') }));
  const args = [account.address, wei] as const;
  await mined(
    wallet,
    await wallet.writeContract({ abi: caiAbi, address: cai, functionName: 'transfer', args }),
  );
}

async function vote(devnet: Devnet, account: LocalAccount): Promise<void> {
  await fund(devnet, account, PLENTY);
  await stakes(devnet, account, 'vote', 1n, VOTES);
}

async function ownNode(devnet: Devnet, account: LocalAccount): Promise<bigint> {
  return (await addMiner(devnet, NAME, 500, account)).id;
}

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });
const button = (name: string | RegExp) => (page: Page) =>
  page.getByRole('button', { name, ...(typeof name === 'string' ? { exact: true } : {}) });
const said = (text: string) => (page: Page) => page.locator('.flow-status').filter({ hasText: text });

/** A form with one field. */
const form = (label: string, value: string) => ({
  fill: (page: Page) => field(page, label).fill(value),
  kept: (page: Page): [Locator, string][] => [[field(page, label), value]],
});
/** A dialog with an amount. */
const dialog = (opener: string, amount = '100') => ({
  open: async (page: Page) => button(opener)(page).press('Enter'),
  ...form('Amount', amount),
});

const MONEY: WalletTransaction[] = [
  {
    ...{ name: 'stake', file: 'stake/StakeForm.tsx', signs: true },
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
    ...{ name: 'vote', file: 'explore/vote/VoteDialog.tsx' },
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

const PORTFOLIO: WalletTransaction[] = [
  {
    ...{ name: 'vote for a chosen node', file: 'portfolio/PositionDialog.tsx' },
    prepare: async (devnet, account) => {
      await fund(devnet, account, PLENTY);
      return '/portfolio';
    },
    ...dialog('Vote with idle stake'),
    fill: async (page) => {
      const first = page.getByRole('dialog').getByRole('option', { name: FIRST });
      await page.getByRole('combobox').selectOption({ value: (await first.getAttribute('value'))! });
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
      await page.getByRole('combobox').selectOption({ value: (await other.getAttribute('value'))! });
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
      for (const wei of [VOTES, VOTES]) await stakes(devnet, account, 'unstake', wei);
      await passTime(devnet, COOL_DOWN_S);
      return '/portfolio';
    },
    ...{ button: button(/^Withdraw all /), done: said('Withdrawn: the CAI is in your wallet.') },
  },
];

async function jailOwn(devnet: Devnet, account: LocalAccount): Promise<void> {
  const id = await ownNode(devnet, account);
  await jail(devnet, (await minersOf(devnet)).find((node) => node.id === id)!, 60);
  await passTime(devnet, 61);
}

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

const NODE: WalletTransaction[] = [
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

const MINE: WalletTransaction[] = [
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

const FAUCET: WalletTransaction[] = [
  {
    ...{ name: 'faucet', file: 'drip/useDrip.ts' },
    prepare: async (devnet, account) => {
      await give(devnet, account, 1n);
      return '/faucet';
    },
    button: button('Get CAI and gas'),
    done: (page) => page.getByText('Done. The CAI has arrived at this address.'),
  },
];

/** Transactions that need more than a wallet, by the file of their button, with the journey that makes them. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
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
