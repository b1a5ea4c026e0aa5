import { expect, it } from 'vitest';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';
import { accountOf } from '#coordinator/testing/world.ts';
import { type Outgoing, OutgoingStore } from '#coordinator/wallet/outgoingStore.ts';

const memory = useMemoryDatabase();

it('OutgoingStore keeps the newest form of one transaction over a restart, until it is over', async () => {
  const sent: Outgoing = {
    ...{ nonce: 7, to: accountOf('ann').address, data: '0x1234', gas: 21_000n, hashes: ['0x01'] },
    ...{ maxFeePerGas: 10n ** 30n, maxPriorityFeePerGas: 1n },
    ...{ sentAtMs: 1_700_000_000_000, raisedAtMs: 1_700_000_000_000 },
  };
  const raised: Outgoing = { ...sent, maxPriorityFeePerGas: 2n, hashes: ['0x01', '0x02'] };
  await new OutgoingStore(memory.db).save(sent);
  await new OutgoingStore(memory.db).save(raised);
  expect(await new OutgoingStore(memory.db).load()).toMatchObject(raised);
  await new OutgoingStore(memory.db).clear();
  expect(await new OutgoingStore(memory.db).load()).toBeUndefined();
});
