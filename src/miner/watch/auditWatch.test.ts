import { type Hex, keccak256, toHex } from 'viem';
import { expect, it } from 'vitest';
import { boss, Chain, miner, nowSeconds, stranger } from '#miner/testing/world.ts';
import { AuditWatch, MOST_BLOCKS_AHEAD, MOST_FOLLOWED, PATIENCE_MS } from '#miner/watch/auditWatch.ts';
import { isAuditDrawn } from '#protocol/draw/auditDraw.ts';
import { auditShareOf } from '#protocol/draw/auditShare.ts';
import type { AuditNotice } from '#protocol/signed/auditNotice.ts';
import type { AuditState } from '#protocol/task/auditState.ts';

const HASH = keccak256(toHex('the block of the draw'));
const RECORD = 80;
/** A digest that the block draws for an audit, or does not. */
function digest(isDrawn: boolean): Hex {
  for (let i = 0; ; i++) {
    const candidate = keccak256(toHex(`assignment ${isDrawn} ${i} ${++digests}`));
    if (isAuditDrawn(HASH, candidate, auditShareOf(RECORD)) === isDrawn) return candidate;
  }
}
let digests = 0;

function setUp() {
  const chain = new Chain();
  const clock = { now: 0, since: 0 as number | undefined };
  const counted: boolean[] = [];
  const failures: unknown[] = [];
  const reads: number[] = [];
  const watch = new AuditWatch({
    roster: chain,
    readHash: async (block) => {
      reads.push(block);
      if (block !== 11) throw new Error('no such block');
      return HASH;
    },
    connectedSince: () => clock.since,
    onDue: (coordinator, isMade) => {
      expect(coordinator).toBe(boss.address);
      counted.push(isMade);
    },
    ...{ uptimeMs: () => clock.now, trace: (_: string, error: unknown) => failures.push(error) },
  });
  return { chain, clock, counted, failures, reads, watch };
}
/** The chain is at block 10, and the next one draws. */
const notice = (assignment: Hex, state: AuditState, change: Partial<AuditNotice> = {}): AuditNotice => ({
  ...{ taskId: HASH, coordinator: boss.address, miner: miner.address, assignment, state },
  ...{ record: RECORD, drawBlock: 11, at: nowSeconds(), signature: '0x' as Hex, ...change },
});

it.each([
  [true, 'passed', [true]],
  [true, 'withheld', [true]],
  [true, 'disputed', [true]],
  [true, 'skipped', [false]],
  [true, 'unchecked', [false]],
  [false, 'skipped', []],
] as const)('a result that is drawn (%s) and ends as %s counts as %j', async (isDrawn, state, expected) => {
  const { watch, counted, failures } = setUp();
  const assignment = digest(isDrawn);
  watch.hear(notice(assignment, 'waiting'));
  watch.hear(notice(assignment, state));
  // Gossip may bring them again.
  watch.hear(notice(assignment, 'waiting'));
  watch.hear(notice(assignment, state));
  await watch.idle();
  expect([counted, failures]).toEqual([expected, []]);
});

it('the first announcement stands, and none of whose end was heard first counts', async () => {
  const { watch, counted } = setUp();
  const [drawn, unknown] = [digest(true), digest(true)];
  watch.hear(notice(drawn, 'waiting'));
  watch.hear(notice(drawn, 'waiting', { drawBlock: 12 }));
  watch.hear(notice(unknown, 'skipped'));
  watch.hear(notice(drawn, 'skipped'));
  await watch.idle();
  expect(counted).toEqual([false]);
});

it('a draw that is announced when its block is there counts as due; so does one that needs no draw', async () => {
  const { watch, counted, reads } = setUp();
  const [late, inTime, all, short] = [digest(false), digest(false), digest(false), digest(false)];
  watch.hear(notice(late, 'waiting', { drawBlock: 10 }));
  watch.hear(notice(inTime, 'waiting'));
  watch.hear(notice(all, 'due', { drawBlock: 0 }));
  watch.hear(notice(short, 'waiting', { record: 7 }));
  for (const each of [late, inTime, all, short]) watch.hear(notice(each, 'skipped'));
  await watch.idle();
  expect(counted).toEqual([false, false, false]);
  expect(reads).toEqual([11]);
});

it('a due audit that does not end counts as skipped, but not where the tab was away', async () => {
  const { watch, clock, counted } = setUp();
  watch.hear(notice(digest(true), 'waiting'));
  watch.hear(notice(digest(false), 'waiting'));
  clock.now = PATIENCE_MS - 1;
  watch.hear(notice(digest(true), 'waiting'));
  await watch.idle();
  expect(counted).toEqual([]);
  clock.now = PATIENCE_MS;
  watch.hear(notice(digest(true), 'waiting'));
  await watch.idle();
  expect(counted).toEqual([false]);
  // Connected anew since: it may have missed the end of the others.
  clock.since = PATIENCE_MS + 1;
  clock.now = 3 * PATIENCE_MS;
  watch.hear(notice(digest(true), 'waiting'));
  await watch.idle();
  expect(counted).toEqual([false]);
});

it('follows so many of a coordinator and no more, and none of who is no coordinator', async () => {
  const { watch, counted } = setUp();
  const all = Array.from({ length: MOST_FOLLOWED + 1 }, () => digest(true));
  for (const each of all) watch.hear(notice(each, 'waiting'));
  for (const each of all) watch.hear(notice(each, 'passed'));
  const strangers = digest(true);
  watch.hear(notice(strangers, 'waiting', { coordinator: stranger.address }));
  watch.hear(notice(strangers, 'passed', { coordinator: stranger.address }));
  await watch.idle();
  expect(counted).toHaveLength(MOST_FOLLOWED);
});

it('an audit that is put off to a far block counts as skipped, once, and takes no place', async () => {
  const { watch, counted } = setUp();
  const far = { drawBlock: 10 + MOST_BLOCKS_AHEAD + 1 };
  const putOff = Array.from({ length: MOST_FOLLOWED }, () => digest(false));
  for (const each of putOff) watch.hear(notice(each, 'waiting', far));
  watch.hear(notice(putOff[0]!, 'waiting', far));
  watch.hear(notice(putOff[0]!, 'skipped', far));
  await watch.idle();
  expect(counted).toEqual(putOff.map(() => false));
  const drawn = digest(true);
  watch.hear(notice(drawn, 'waiting'));
  watch.hear(notice(drawn, 'passed'));
  await watch.idle();
  expect(counted.slice(putOff.length)).toEqual([true]);
});

it('a block that is just near enough is waited for', async () => {
  const { watch, counted, failures } = setUp();
  const near = digest(true);
  watch.hear(notice(near, 'waiting', { drawBlock: 10 + MOST_BLOCKS_AHEAD }));
  watch.hear(notice(near, 'passed'));
  await watch.idle();
  expect(counted).toEqual([]);
  expect(failures).toHaveLength(1);
});

it('a block that cannot be read counts nothing, and stops nothing', async () => {
  const { watch, counted, failures } = setUp();
  const [lost, drawn] = [digest(true), digest(true)];
  watch.hear(notice(lost, 'waiting', { drawBlock: 12 }));
  watch.hear(notice(drawn, 'waiting'));
  watch.hear(notice(lost, 'passed'));
  watch.hear(notice(drawn, 'passed'));
  await watch.idle();
  expect(counted).toEqual([true]);
  expect(failures).toHaveLength(1);
});
