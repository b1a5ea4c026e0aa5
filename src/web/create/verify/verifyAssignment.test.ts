import { type Hex, keccak256, zeroAddress } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { type ApiAssignment, apiAssignmentOf } from '#protocol/messages/receiptAssignment.ts';
import { assignmentDigest, signAssignment, type UnsignedAssignment } from '#protocol/signed/assignment.ts';
import { EXAMPLE_RECEIPT } from '#web/coordinator/testing/exampleReceipt.ts';
import type { AnyResult, OrderMoment, SavedResult, UnseenResult } from '#web/create/saved/savedResult.ts';
import { type AssignmentDeps, verifyAssignment } from '#web/create/verify/verifyAssignment.ts';

const NETWORK = { chainId: 8_453, staking: `0x${'5'.repeat(40)}`, payments: `0x${'6'.repeat(40)}` } as const;
/** As on the public networks: a block every two seconds. */
const EPOCHS = { blocks: 30, confirmations: 5, assignmentSeconds: 1_200 };
const BLOCK_S = 2;
const GENESIS = 1_800_000_000;
const secondsOf = (block: number) => GENESIS + block * BLOCK_S;
const hashOf = (block: number): Hex => keccak256(`0x${block.toString(16).padStart(8, '0')}`);

const coordinator = privateKeyToAccount(generatePrivateKey());
const stranger = privateKeyToAccount(generatePrivateKey());
/** The epoch that draws, and the head with which two newer ones have come. */
const EPOCH = 900;
const OUTDATED = EPOCH + 2 * EPOCHS.blocks + EPOCHS.confirmations;
/** The newest block when the receipt is verified. */
const HEAD = 5_000;

const unsigned: UnsignedAssignment = {
  ...{ taskId: EXAMPLE_RECEIPT.task_id, coordinator: coordinator.address, miner: EXAMPLE_RECEIPT.miner },
  ...{ attempt: 1, rosterBlock: EPOCH, beacon: hashOf(EPOCH), passed: [stranger.address], unitPrice: 5n },
  expiry: secondsOf(EPOCH) + EPOCHS.assignmentSeconds,
};

async function receiptOf(change: Partial<UnsignedAssignment> = {}, signer = coordinator) {
  const assignment = await signAssignment(NETWORK, signer, { ...unsigned, ...change });
  return {
    ...{ ...EXAMPLE_RECEIPT, coordinator: coordinator.address },
    assignment: apiAssignmentOf(assignment),
    assignment_digest: assignmentDigest(NETWORK, assignment),
  };
}
type Receipt = Awaited<ReturnType<typeof receiptOf>>;

/** Ordered while this was the newest block. */
const orderedAt = (block: number): OrderMoment => ({
  at: secondsOf(block) * 1_000,
  chainSeconds: secondsOf(block),
});
/** Ordered at this block's time, while the chain did not answer. */
const unheardAt = (block: number): OrderMoment => ({ at: secondsOf(block) * 1_000 });
const ownOf = (receipt: Receipt, ordered: OrderMoment | undefined = orderedAt(EPOCH + 10)): SavedResult => ({
  ...{ id: receipt.task_id, prompt: 'a fox', savedAt: 1, kind: 'text', text: 'upon', receipt },
  ...(ordered && { ordered }),
});
const unseenOf = (receipt: Receipt, createdAt: number): UnseenResult => ({
  ...{ kind: 'unseen', made: 'text', id: receipt.task_id, prompt: receipt.task_id, receipt, createdAt },
});

const NODES = new Map([[coordinator.address, 7n]]);
const deps: AssignmentDeps = {
  ...{ network: NETWORK, epochs: EPOCHS, minesOnDemand: false, nowMs: () => secondsOf(HEAD) * 1_000 },
  blockAt: async (block) => (block > HEAD ? null : { hash: hashOf(block), minedAt: secondsOf(block) }),
  newestBlock: async () => ({ hash: hashOf(HEAD), minedAt: secondsOf(HEAD) }),
  nodeIdOf: async (operator) => NODES.get(operator) ?? 0n,
};
const check = async (result: AnyResult, more: Partial<AssignmentDeps> = {}) =>
  (await verifyAssignment(result, { ...deps, ...more })).check;
const verdictOf = async (result: AnyResult, more?: Partial<AssignmentDeps>) => (await check(result, more))[0];

describe('verifyAssignment of a task that this browser ordered', () => {
  it('holds for the newest draw of that moment, and gives what was drawn', async () => {
    const { check, drawn } = await verifyAssignment(ownOf(await receiptOf()), deps);
    expect(check).toEqual(['holds', expect.stringContaining('block 900 was the newest when you ordered')]);
    expect(drawn).toMatchObject({ rosterBlock: EPOCH, passed: [stranger.address], unitPrice: 5n });
  });

  it.each([
    ['as the second newer epoch comes', OUTDATED, 'holds'],
    ['ten seconds later, as far as a coordinator may lag', OUTDATED + 5, 'holds'],
    ['after that', OUTDATED + 6, 'fails'],
  ])('judges an older draw of a task that is ordered %s', async (_, block, verdict) => {
    expect(await verdictOf(ownOf(await receiptOf(), orderedAt(block)))).toBe(verdict);
  });

  it('says what an older draw means, and how old it was', async () => {
    expect((await check(ownOf(await receiptOf(), orderedAt(EPOCH + 300))))[1]).toBe(
      'The draw of block 900 was 10 minutes old when you ordered, and there were newer ones. ' +
        'So the coordinator chose the draw, and with it the miner.',
    );
  });

  it('holds while no block has come with which the draw is old', async () => {
    const blockAt: AssignmentDeps['blockAt'] = async (block) =>
      block === EPOCH ? { hash: hashOf(block), minedAt: secondsOf(block) } : null;
    expect(await verdictOf(ownOf(await receiptOf(), orderedAt(OUTDATED - 1)), { blockAt })).toBe('holds');
  });

  it.each([
    [29, false],
    [30, true],
  ])(
    'tells of a draw that comes %i blocks after the order that the task waited: %s',
    async (later, waited) => {
      const [verdict, sentence] = await check(ownOf(await receiptOf(), orderedAt(EPOCH - later)));
      expect(verdict).toBe('holds');
      expect(sentence.includes('The task waited')).toBe(waited);
    },
  );

  it('does not mind this device’s clock where the chain told the time', async () => {
    const slow = { ...orderedAt(EPOCH + 10), at: 0 };
    expect(await verdictOf(ownOf(await receiptOf(), slow), { nowMs: () => 0 })).toBe('holds');
  });

  it.each<[string, boolean, number, string]>([
    ['a draw that looks new', false, EPOCH + 10, 'unchecked'],
    ['a draw that is old even so', false, EPOCH + 300, 'fails'],
    ['a draw that looks new, where blocks come on demand', true, EPOCH + 10, 'holds'],
  ])('where the chain’s newest block was old at the order: %s', async (_, minesOnDemand, block, verdict) => {
    const late = { ...orderedAt(block), at: (secondsOf(block) + 121) * 1_000 };
    expect(await verdictOf(ownOf(await receiptOf(), late), { minesOnDemand })).toBe(verdict);
  });

  it.each<[string, number, number, string]>([
    ['a new draw, and a clock that is right', EPOCH + 10, 0, 'holds'],
    ['a draw that was replaced two minutes before', OUTDATED + 60, 0, 'holds'],
    ['one that was replaced earlier', OUTDATED + 61, 0, 'fails'],
    ['an old draw, and a clock that is fast', OUTDATED + 300, 121, 'unchecked'],
    ['a new draw, and a clock that is fast', EPOCH + 10, 121, 'unchecked'],
    ['a new draw, and a clock that is slow', EPOCH + 10, -121, 'unchecked'],
    ['an old draw, and a clock that is slow', OUTDATED + 300, -121, 'fails'],
  ])('where the chain gave no time at the order: %s', async (_, block, aheadSeconds, verdict) => {
    const nowMs = () => (secondsOf(HEAD) + aheadSeconds) * 1_000;
    expect(await verdictOf(ownOf(await receiptOf(), unheardAt(block)), { nowMs })).toBe(verdict);
  });

  it('does not guess when a task was ordered', async () => {
    const receipt = await receiptOf();
    const { ordered: _, ...older } = ownOf(receipt);
    expect(await verdictOf(older as SavedResult)).toBe('unchecked');
    const replaced = [{ taskId: hashOf(1), caseId: null, at: 1 }];
    expect(await verdictOf({ ...ownOf(receipt), id: hashOf(1), replaced })).toBe('unchecked');
  });
});

describe('verifyAssignment of somebody’s task', () => {
  it.each([
    ['fits its coordinator’s own word, which nobody can check', secondsOf(EPOCH + 10), 'unchecked'],
    ['was replaced two minutes before that', secondsOf(OUTDATED + 60), 'unchecked'],
    ['was replaced earlier', secondsOf(OUTDATED + 61), 'fails'],
  ])('a draw that %s', async (_, createdAt, verdict) => {
    const [found, sentence] = await check(unseenOf(await receiptOf(), createdAt));
    expect(found).toBe(verdict);
    expect(sentence).toContain(
      verdict === 'fails' ? 'coordinator itself says' : 'Only the browser that ordered',
    );
  });

  it('finds the receipt of another task', async () => {
    const other = { ...unseenOf(await receiptOf(), secondsOf(EPOCH)), id: hashOf(1) };
    expect(await check(other)).toEqual(['fails', expect.stringContaining('not the one')]);
  });
});

describe('verifyAssignment finds', () => {
  it.each<[string, Partial<ApiAssignment>]>([
    ['coordinator', { coordinator: stranger.address }],
    ['miner', { miner: stranger.address }],
    ['attempt', { attempt: 0 }],
    ['block', { roster_block: EPOCH + 30 }],
    ['beacon', { beacon: hashOf(1) }],
    ['list of those that were passed', { passed: [] }],
    ['price', { unit_price_wei: '6' }],
    ['expiry', { expiry: unsigned.expiry - 1 }],
  ])('another %s than the digest has', async (_, change) => {
    const receipt = await receiptOf();
    const changed = { ...receipt, assignment: { ...receipt.assignment, ...change } };
    expect(await check(ownOf(changed))).toEqual(['fails', expect.stringContaining('not the one')]);
  });

  it.each<[string, Partial<Receipt>]>([
    ['a miner who is not the receipt’s', { miner: stranger.address }],
    ['a digest that is not the assignment’s', { assignment_digest: hashOf(1) }],
    ['a task that is not the assignment’s', { task_id: hashOf(1) }],
  ])('%s', async (_, change) => {
    const receipt = { ...(await receiptOf()), ...change };
    expect(await check(ownOf(receipt))).toEqual(['fails', expect.stringContaining('not the one')]);
  });

  it('a signature that is not the coordinator’s', async () => {
    const { check: found, drawn } = await verifyAssignment(ownOf(await receiptOf({}, stranger)), deps);
    expect(found).toEqual(['fails', expect.stringContaining('did not sign')]);
    expect(drawn).toBeUndefined();
  });

  it.each<[string, Partial<UnsignedAssignment>, string]>([
    ['a block that is no epoch’s', { rosterBlock: EPOCH + 1, beacon: hashOf(EPOCH + 1) }, 'No miner may be'],
    ['a block that the chain lacks', { rosterBlock: 6_000, beacon: hashOf(6_000) }, 'The chain has no block'],
    ['a hash that is not the block’s', { beacon: hashOf(1) }, 'has another hash'],
    ['an expiry that is a second too late', { expiry: unsigned.expiry + 1 }, 'runs longer'],
  ])('%s', async (_, change, words) => {
    expect(await check(ownOf(await receiptOf(change)))).toEqual(['fails', expect.stringContaining(words)]);
  });

  it.each<[string, bigint, bigint, string]>([
    ['a key that the chain does not know', 0n, 0n, 'fails'],
    ['a key of another node', 7n, 8n, 'fails'],
    ['an earlier key of the same node', 7n, 7n, 'holds'],
  ])('%s', async (_, signer, current, verdict) => {
    const receipt = { ...(await receiptOf()), coordinator: zeroAddress };
    const nodeIdOf = async (operator: string) => (operator === coordinator.address ? signer : current);
    expect(await verdictOf(ownOf(receipt), { nodeIdOf })).toBe(verdict);
  });

  it.each<[string, Partial<AssignmentDeps>]>([
    ['its blocks', { blockAt: () => Promise.reject(new Error('no route')) }],
    ['its newest block', { newestBlock: () => Promise.reject(new Error('no route')) }],
    ['its nodes', { nodeIdOf: () => Promise.reject(new Error('no route')) }],
  ])('nothing where the chain does not give %s', async (_, more) => {
    expect(await check(ownOf(await receiptOf()), more)).toEqual([
      'unchecked',
      'The chain did not answer. Verify again in a moment.',
    ]);
  });

  it('nothing in a receipt that shows only the digest', async () => {
    expect(await check(ownOf({ ...(await receiptOf()), assignment: null } as never))).toEqual([
      'unchecked',
      expect.stringContaining('only the digest'),
    ]);
  });
});
