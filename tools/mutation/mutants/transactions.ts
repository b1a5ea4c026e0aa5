import type { Mutant } from '#tools/mutation/mutant.ts';

const transaction = 'src/web/transaction';

/** Transactions that the dApp sends, and its log of them. */
export const transactionMutants: readonly Mutant[] = [
  {
    name: 'log drops what waits',
    file: `${transaction}/log/transactionLog.ts`,
    from: '.filter((each, place) => place < MOST_RECORDS || isPending(each))',
    to: '.filter((_, place) => place < MOST_RECORDS)',
    breaks: 'A transaction that waits long is forgotten before anybody is told how it ended.',
  },
  {
    name: 'other tab’s transactions overwritten',
    file: `${transaction}/log/transactionLog.ts`,
    from: 'const latest = this.#isUnkept ? this.records() : (this.#kept.read() ?? []);',
    to: 'const latest = this.records();',
    breaks: 'Of two tabs that send, one loses what the other has sent.',
  },
  {
    name: 'followed for ever',
    file: `${transaction}/log/followRecord.ts`,
    from: 'if (Date.now() / 1_000 - sentAt > GIVEN_UP_S)',
    to: 'if (false)',
    breaks: 'A transaction that every node has dropped is asked for at each visit.',
  },
  {
    name: 'all of it is an amount',
    file: `${transaction}/log/callSummary.ts`,
    from: "typeof value === 'bigint' && value !== maxUint256",
    to: "typeof value === 'bigint'",
    breaks: 'Whoever withdraws all votes reads a number of 78 digits.',
  },
  {
    name: 'another transaction’s hash followed',
    file: `${transaction}/log/waitForCall.ts`,
    from: "if (found.reason === 'repriced') onHash(found.transaction.hash);",
    to: 'onHash(found.transaction.hash);',
    breaks: 'The log links a replaced transaction to one that does something else.',
  },
  {
    name: 'earlier transaction shows the batch',
    file: `${transaction}/batch/followBatch.ts`,
    from: 'receipt !== null && receipt.blockNumber > batch.afterBlock ?',
    to: 'receipt !== null ?',
    breaks: 'A wallet that names an old transaction has a batch confirmed that it never sent.',
  },
];
