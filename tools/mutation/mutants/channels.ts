import type { Mutant } from '#tools/mutation/mutant.ts';

const channels = 'src/coordinator/channels';
const settlement = 'src/coordinator/settlement';
const wallet = 'src/coordinator/wallet';
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
    file: `${channels}/channelKeeper.ts`,
    from: 'if (await treasury.hasPending()) {',
    to: 'if (false) {',
    breaks: 'A channel is funded twice after a restart.',
  },
  {
    name: 'reserves before debts',
    file: `${channels}/channelKeeper.ts`,
    from: 'const kept = left / 2n;',
    to: 'const kept = 0n;',
    breaks: 'Reserves of those who are online empty the wallet.',
  },
  {
    name: 'reserve for miners that are away',
    file: `${channels}/channelKeeper.ts`,
    from: 'isOnline(miner) && cumulative > 0n',
    to: 'cumulative > 0n',
    breaks: 'Every miner that ever worked holds a reserve.',
  },
  {
    name: 'reserve before the first pay',
    file: `${channels}/channelKeeper.ts`,
    from: 'isOnline(miner) && cumulative > 0n',
    to: 'isOnline(miner)',
    breaks: 'A wallet of CAI is bound by keys that never worked.',
  },
  {
    name: 'funds by what it read before',
    file: `${channels}/channelKeeper.ts`,
    from: 'for (const { miner } of suspected) this.#deps.book.doubt(miner);',
    to: '',
    breaks: 'A deposit whose receipt was lost is made again.',
  },
  {
    name: 'queue poisoned by a failure',
    file: `${wallet}/operatorWallet.ts`,
    from: 'turn.catch(() => undefined)',
    to: 'turn',
    breaks: 'After one failed drip nothing is ever sent again.',
  },
  {
    name: 'one pending transaction overlooked',
    file: `${wallet}/operatorWallet.ts`,
    from: 'if (sent <= nonce)',
    to: 'if (sent <= nonce + 1)',
    breaks: 'A channel is funded while its deposit waits.',
  },
  {
    name: 'credit grows with the price',
    file: `${payments}/channelCredit.ts`,
    from: 'await this.#deps.prices.lower(asker.nodeId, unitPrice)',
    to: 'unitPrice',
    breaks: 'A coordinator that raises its price with each task owes without limit.',
  },
  {
    name: 'doubt forgotten',
    file: `${channels}/channelBook.ts`,
    from: 'if (this.#channels.has(payee)) this.#due.add(payee);\n  }',
    to: '}',
    breaks: 'A channel that a reorganisation emptied is funded an hour later.',
  },
  {
    name: 'takes back what is owed',
    file: `${channels}/idleReserves.ts`,
    from: 'coverOf(channel) - owed',
    to: 'coverOf(channel)',
    breaks: 'The pay of a miner that sleeps is withdrawn.',
  },
  {
    name: 'withdraws what was earned since',
    file: `${channels}/idleReserves.ts`,
    from: 'spare < 0n || ',
    to: '',
    breaks: 'A request from before a miner came back takes its pay.',
  },
  {
    name: 'idle at once',
    file: `${channels}/idleReserves.ts`,
    from: 'await absences.end(all.filter((miner) => isOnline(miner) && since.has(miner)));',
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
    from: 'UNSECURED_UNITS * price',
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
    from: 'channel === undefined ? cumulative :',
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
  {
    name: 'credit by key',
    file: `${payments}/channelCredit.ts`,
    from: 'this.#knownOf(payer).nodeId === nodeId',
    to: 'payer === operator',
    breaks: 'A coordinator that changes its key owes a tab as much again.',
  },
  {
    name: 'undone events forgotten',
    file: `${channels}/channelBook.ts`,
    from: '[...undone, ...news]',
    to: '[...news]',
    breaks: 'A deposit that a reorganisation undid still counts.',
  },
];
