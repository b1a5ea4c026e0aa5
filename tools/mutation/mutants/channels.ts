import type { Mutant } from '#tools/mutation/mutant.ts';

const settlement = 'src/coordinator/settlement';
const payments = 'src/miner/payments';

/** Of payment channels, at both ends. */
export const channelMutants: readonly Mutant[] = [
  {
    name: 'cover includes what is withdrawn',
    file: 'src/chain/payments/channel.ts',
    from: 'balance > withdrawing ? balance - withdrawing : 0n',
    to: 'balance',
    breaks: 'A miner counts on CAI that its coordinator is about to take out.',
  },
  {
    name: 'funds while a transaction is pending',
    file: `${settlement}/channelKeeper.ts`,
    from: 'if (await treasury.hasPending()) {',
    to: 'if (false) {',
    breaks: 'A channel is funded twice after a restart.',
  },
  {
    name: 'reserves before debts',
    file: `${settlement}/channelKeeper.ts`,
    from: 'const kept = left / 2n;',
    to: 'const kept = 0n;',
    breaks: 'Reserves of those who are online empty the wallet.',
  },
  {
    name: 'reserve for miners that are away',
    file: `${settlement}/channelKeeper.ts`,
    from: 'isOnline(miner) && cumulative > 0n',
    to: 'cumulative > 0n',
    breaks: 'Every miner that ever worked holds a reserve.',
  },
  {
    name: 'reserve before the first pay',
    file: `${settlement}/channelKeeper.ts`,
    from: 'isOnline(miner) && cumulative > 0n',
    to: 'isOnline(miner)',
    breaks: 'A wallet of CAI is bound by keys that never worked.',
  },
  {
    name: 'funds by what it read before',
    file: `${settlement}/channelKeeper.ts`,
    from: 'for (const { miner } of suspected) this.#known.delete(miner);',
    to: '',
    breaks: 'A deposit whose receipt was lost is made again.',
  },
  {
    name: 'queue poisoned by a failure',
    file: `${settlement}/operatorWallet.ts`,
    from: 'turn.catch(() => undefined)',
    to: 'turn',
    breaks: 'After one failed drip nothing is ever sent again.',
  },
  {
    name: 'one pending transaction overlooked',
    file: `${settlement}/operatorWallet.ts`,
    from: 'sent > mined',
    to: 'sent > mined + 1',
    breaks: 'A channel is funded while its deposit waits.',
  },
  {
    name: 'credit grows with the price',
    file: `${payments}/channelCredit.ts`,
    from: 'price < unitPrice ? price : unitPrice',
    to: 'unitPrice',
    breaks: 'A coordinator that raises its price with each task owes without limit.',
  },
  {
    name: 'doubt forgotten',
    file: `${settlement}/channelKeeper.ts`,
    from: '    this.#known.delete(miner);\n  }\n\n  /** Funds',
    to: '  }\n\n  /** Funds',
    breaks: 'A channel that a reorganisation emptied is funded ten minutes later.',
  },
  {
    name: 'takes back what is owed',
    file: `${settlement}/idleReserves.ts`,
    from: 'coverOf(channel) - owed',
    to: 'coverOf(channel)',
    breaks: 'The pay of a miner that sleeps is withdrawn.',
  },
  {
    name: 'withdraws what was earned since',
    file: `${settlement}/idleReserves.ts`,
    from: 'spare < 0n || ',
    to: '',
    breaks: 'A request from before a miner came back takes its pay.',
  },
  {
    name: 'idle at once',
    file: `${settlement}/idleReserves.ts`,
    from: 'this.#awaySince.delete(miner);',
    to: '',
    breaks: 'The reserve of a miner that was away once is taken while it works.',
  },
  {
    name: 'channels pay for each other',
    file: `${settlement}/solvency.ts`,
    from: 'uncovered += uncoveredBy(channel, cumulative);',
    to: 'uncovered += owedBy(channel, cumulative) - coverOf(channel);',
    breaks: 'The reserve of one miner is promised to another.',
  },
  {
    name: 'credit without a price',
    file: `${payments}/channelCredit.ts`,
    from: 'UNSECURED_UNITS * known.price',
    to: 'UNSECURED_UNITS * 10n ** 18n',
    breaks: 'A coordinator with low prices owes for thousands of tasks.',
  },
  {
    name: 'enough once is enough',
    file: `${payments}/channelCredit.ts`,
    from: 'isWithin() ? FRESH_MS : RETRY_MS',
    to: 'isWithin() ? Infinity : RETRY_MS',
    breaks: 'A tab never notices that the channel is withdrawn.',
  },
  {
    name: 'unread channel counts as full',
    file: `${payments}/channelCredit.ts`,
    from: 'channel === undefined ? newest.cumulative :',
    to: 'channel === undefined ? 0n :',
    breaks: 'A tab whose chain node is down works for nothing.',
  },
  {
    name: 'unfunded is the miner’s fault',
    file: 'src/coordinator/scheduler/liveTask.ts',
    from: " || reason === 'UNFUNDED'",
    to: '',
    breaks: 'A task fails because its coordinator forgot to fund channels.',
  },
];
