import { keptValue } from '#web/storage/keptValue.ts';
import { memoryStorage } from '#web/storage/memoryStorage.ts';
import { recordsSchema, TransactionLog } from '#web/transaction/log/transactionLog.ts';
import type { TransactionRecord } from '#web/transaction/log/transactionRecord.ts';
import { ACCOUNT, SENT, TO } from '#web/transaction/testing/fakeChain.ts';

/** A log that begins empty. @param storage that another tab may share */
export const memoryLog = (storage = memoryStorage(), watch: (reread: () => void) => void = () => undefined) =>
  new TransactionLog(
    keptValue(() => storage, 'log', recordsSchema),
    watch,
  );

/** A vote that was just sent. */
export const exampleRecord = (more: Partial<TransactionRecord> = {}): TransactionRecord => ({
  ...{ id: SENT, hash: SENT, account: ACCOUNT, state: 'pending', toldState: null },
  summary: { action: 'vote', wei: '5000000000000000000', node: '3' },
  sentAt: Math.floor(Date.now() / 1_000),
  call: { nonce: 1, to: TO, data: '0x01' },
  batch: null,
  ...more,
});
