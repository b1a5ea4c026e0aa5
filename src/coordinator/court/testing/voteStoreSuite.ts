import { sql } from 'drizzle-orm';
import type { Hex } from 'viem';
import { beforeEach, expect, it } from 'vitest';
import { VoteStore } from '#coordinator/court/voteStore.ts';
import type { Database } from '#coordinator/store/database.ts';
import type { JuryId, OpenedVote, SealedVote } from '#protocol/court/vote.ts';
import { sealOf } from '#protocol/court/vote.ts';

/** The largest numbers that the contracts take: no column may round them. */
const JURY: JuryId = { caseId: 2n ** 256n - 1n, round: 255 };
const NODE = 2n ** 256n - 2n;
const vote: OpenedVote = {
  ...{ nodeId: NODE, finding: 'wrong', distance: 2n ** 64n - 1n, salt: `0x${'5a'.repeat(32)}` },
};
const other: OpenedVote = { ...vote, finding: 'right' };
const signatureOf = (byte: string): Hex => `0x${byte.repeat(65)}`;
const sealedOf = (opened = vote, jury = JURY, signature = signatureOf('0a')): SealedVote => ({
  ...{ nodeId: opened.nodeId, vote: sealOf(jury, opened), signature },
});

/** What the store of votes must do on any database. @param open its `db` is there once the tests run */
export function testVoteStore(open: { readonly db: Database }): void {
  let store: VoteStore;
  const kept = (nodeId = NODE) => store.find(JURY, nodeId);
  const whole = { round: JURY.round, nodeId: NODE, seal: sealOf(JURY, vote) };

  beforeEach(async () => {
    await open.db.execute(sql`truncate votes`);
    store = new VoteStore(open.db);
  });

  it('keeps a sealed vote as it came, over a restart too', async () => {
    expect(await kept()).toBeUndefined();
    expect(await store.seal(JURY, sealedOf(), 5)).toBe(true);
    store = new VoteStore(open.db);
    expect(await kept()).toEqual({ ...whole, sealed: sealedOf(), opened: undefined });
  });

  it('lets a node’s first sealed vote stand, and its first signature', async () => {
    await store.seal(JURY, sealedOf(), 5);
    expect(await store.seal(JURY, sealedOf(vote, JURY, signatureOf('0b')), 5)).toBe(true);
    expect(await store.seal(JURY, sealedOf(other), 5)).toBe(false);
    expect(await kept()).toEqual({ ...whole, sealed: sealedOf(), opened: undefined });
  });

  it('keeps one of two different sealed votes that come at once', async () => {
    const votes = [vote, other].map((opened) => sealedOf(opened));
    const taken = await Promise.all(votes.map((sealed) => store.seal(JURY, sealed, 5)));
    expect([...taken].sort()).toEqual([false, true]);
    expect((await kept())!.sealed).toEqual(votes[taken.indexOf(true)]);
  });

  it('adds the opened vote to the sealed one, whose signature stays', async () => {
    await store.seal(JURY, sealedOf(), 5);
    await store.open(JURY, vote, 5);
    await store.open(JURY, vote, 5);
    expect(await kept()).toEqual({ ...whole, sealed: sealedOf(), opened: vote });
  });

  it('keeps an opened vote whose sealed one went through another coordinator', async () => {
    await store.open(JURY, vote, 5);
    expect(await kept()).toEqual({ ...whole, sealed: undefined, opened: vote });
  });

  it('puts an opened vote in the place of another sealed or opened one, without its signature', async () => {
    await store.seal(JURY, sealedOf(other), 5);
    await store.open(JURY, vote, 5);
    expect(await kept()).toEqual({ ...whole, sealed: undefined, opened: vote });
    await store.open(JURY, other, 5);
    expect(await kept()).toMatchObject({ seal: sealOf(JURY, other), sealed: undefined, opened: other });
  });

  it('keeps an opened vote of “unavailable”, whose distance is 0', async () => {
    const none: OpenedVote = { ...vote, finding: 'unavailable', distance: 0n };
    await store.open(JURY, none, 5);
    expect((await kept())!.opened).toEqual(none);
  });

  it('tells the juries and the nodes of a case apart', async () => {
    const juries = [JURY, { ...JURY, round: 254 }, { ...JURY, caseId: JURY.caseId - 1n }];
    const second = { ...vote, nodeId: NODE + 1n };
    for (const jury of juries) {
      expect(await store.seal(jury, sealedOf(vote, jury), 5)).toBe(true);
      expect(await store.seal(jury, sealedOf(second, jury), 5)).toBe(true);
    }
    const [jury] = juries as [JuryId];
    const nodes = (await store.ofJury(jury)).map(({ round, nodeId }) => [round, nodeId]);
    expect(nodes.sort()).toEqual([
      [255, NODE],
      [255, NODE + 1n],
    ]);
    await store.open(jury, second, 5);
    expect(await kept()).toMatchObject({ opened: undefined });
    expect(await store.find(juries[1]!, NODE + 1n)).toMatchObject({ opened: undefined });
    expect(await store.find(juries[2]!, NODE + 1n)).toMatchObject({ opened: undefined });
    expect(await kept(NODE + 1n)).toMatchObject({ opened: second });
  });

  it('forgets a vote once its time is over; a later call does not prolong it', async () => {
    await store.seal(JURY, sealedOf(), 7);
    await store.open(JURY, vote, 9);
    await store.open({ ...JURY, round: 1 }, vote, 8);
    await store.forget(7);
    expect(await kept()).toBeDefined();
    await store.forget(8);
    expect(await kept()).toBeUndefined();
    expect(await store.ofJury({ ...JURY, round: 1 })).toHaveLength(1);
  });
}
