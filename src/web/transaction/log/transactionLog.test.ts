import { expect, it, vi } from 'vitest';
import { memoryStorage } from '#web/storage/memoryStorage.ts';
import { MOST_RECORDS } from '#web/transaction/log/transactionLog.ts';
import { OTHER } from '#web/transaction/testing/fakeChain.ts';
import { exampleRecord, memoryLog } from '#web/transaction/testing/memoryLog.ts';

const statesOf = (log: ReturnType<typeof memoryLog>) => log.records().map(({ state }) => state);

it('a page that is loaded later knows what an earlier one has sent', () => {
  const storage = memoryStorage();
  memoryLog(storage).add(exampleRecord({ summary: { action: 'stake', wei: '7', node: null } }));
  const later = memoryLog(storage);
  expect(later.untold()).toMatchObject([{ state: 'pending', summary: { action: 'stake', wei: '7' } }]);
  expect(later.unfollowed()).toHaveLength(1);
});

it('tells nothing twice: not what a part of the page tells, nor how it ended there', () => {
  const log = memoryLog();
  log.add(exampleRecord({ id: 'here' }));
  log.add(exampleRecord({ id: 'left' }));
  const endHere = log.showHere('here');
  const leave = log.showHere('left');
  expect(log.untold()).toEqual([]);
  leave();
  expect(log.untold()).toMatchObject([{ id: 'left', state: 'pending' }]);
  log.end('here', 'confirmed');
  log.end('left', 'reverted');
  endHere();
  expect(log.untold()).toMatchObject([{ id: 'left', state: 'reverted' }]);
});

it('says once more where a transaction is that was dismissed while it waited', () => {
  const log = memoryLog();
  log.add(exampleRecord());
  log.dismiss([exampleRecord().id]);
  expect(log.untold()).toEqual([]);
  log.end(exampleRecord().id, 'confirmed');
  expect(log.untold()).toMatchObject([{ state: 'confirmed' }]);
  log.dismiss([exampleRecord().id]);
  expect(log.untold()).toEqual([]);
});

it('keeps what waits, and of the others the newest', () => {
  const log = memoryLog();
  log.add(exampleRecord({ id: 'waits' }));
  for (let n = 0; n < MOST_RECORDS + 1; n++) log.add(exampleRecord({ id: `${n}`, state: 'confirmed' }));
  const ids = log.records().map(({ id }) => id);
  expect(ids).toHaveLength(MOST_RECORDS + 1);
  expect([ids[0], ids.at(-2), ids.at(-1)]).toEqual([`${MOST_RECORDS}`, '1', 'waits']);
  log.forgetEnded();
  expect(log.records().map(({ id }) => id)).toEqual(['waits']);
});

it('follows what other tabs write, and overwrites none of it', () => {
  const storage = memoryStorage();
  let writtenElsewhere = () => {};
  const log = memoryLog(storage, (reread) => {
    writtenElsewhere = reread;
  });
  const listener = vi.fn();
  log.subscribe(listener);
  memoryLog(storage).add(exampleRecord({ id: 'theirs' }));
  writtenElsewhere();
  expect(listener).toHaveBeenCalledTimes(1);
  expect(statesOf(log)).toEqual(['pending']);
  memoryLog(storage).end('theirs', 'confirmed');
  log.add(exampleRecord({ id: 'ours' }));
  expect(statesOf(memoryLog(storage))).toEqual(['pending', 'confirmed']);
});

it('goes on without a storage', () => {
  const barred = () => {
    throw new DOMException('barred', 'SecurityError');
  };
  const log = memoryLog({ getItem: barred, setItem: barred, removeItem: barred });
  log.add(exampleRecord());
  log.rename(exampleRecord().id, OTHER);
  log.end(exampleRecord().id, 'confirmed');
  expect(log.records()).toMatchObject([{ hash: OTHER, state: 'confirmed' }]);
});

it('has no record of an older page that it cannot read', () => {
  const storage = memoryStorage({ log: '[{"id":"0x01"}]' });
  expect(memoryLog(storage).records()).toEqual([]);
});
