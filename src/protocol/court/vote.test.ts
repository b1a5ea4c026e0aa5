import { expect, it } from 'vitest';
import { juryIdSchema, openedVoteSchema, sealedVoteSchema } from '#protocol/court/vote.ts';

const HASH = `0x${'5a'.repeat(32)}`;
const opened = { finding: 'wrong', distance: '5', salt: HASH };
const sealed = { vote: HASH, signature: `0x${'5a'.repeat(65)}` };

it.each([
  [2n ** 256n - 1n, true],
  [2n ** 256n, false],
])('a vote names its case and its node by numbers that the contract can read: %i', (id, isRead) => {
  const read = [
    juryIdSchema.safeParse({ caseId: id.toString(), round: 0 }),
    openedVoteSchema.safeParse({ ...opened, nodeId: id.toString() }),
    sealedVoteSchema.safeParse({ ...sealed, nodeId: id.toString() }),
  ];
  expect(read.map(({ success }) => success)).toEqual([isRead, isRead, isRead]);
});
