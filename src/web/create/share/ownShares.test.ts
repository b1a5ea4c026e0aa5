import { expect, it } from 'vitest';
import { OwnShares } from '#web/create/share/ownShares.ts';
import { memoryStorage } from '#web/storage/memoryStorage.ts';

it('remembers what is public until then, over reloads, and forgets what was taken back', () => {
  const storage = memoryStorage();
  const shares = new OwnShares(() => storage);
  shares.note('0x1', 100);
  shares.note('0x2', 200);
  shares.note('0x1', 150);
  const again = new OwnShares(() => storage);
  expect([again.untilOf('0x1', 149), again.untilOf('0x1', 150), again.untilOf('0x3', 1)]).toEqual([
    ...[150, undefined, undefined],
  ]);
  again.forget('0x1');
  expect([shares.untilOf('0x1', 1), shares.untilOf('0x2', 1)]).toEqual([undefined, 200]);
});

it('remembers the newest, and none where the storage has something else', () => {
  const storage = memoryStorage();
  const shares = new OwnShares(() => storage);
  for (let number = 0; number <= 200; number++) shares.note(String(number), 9);
  expect([shares.untilOf('0', 1), shares.untilOf('1', 1), shares.untilOf('200', 1)]).toEqual([
    undefined,
    9,
    9,
  ]);
  storage.setItem('cuckoo.shares', '{');
  expect(shares.untilOf('200', 1)).toBeUndefined();
});
