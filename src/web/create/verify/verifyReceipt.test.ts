import type { Hex } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { isAuditDrawn } from '#protocol/draw/auditDraw.ts';
import type { ApiAudit } from '#protocol/messages/api.ts';
import { apiAssignmentOf } from '#protocol/messages/receiptAssignment.ts';
import { encodeWire } from '#protocol/messages/wire.ts';
import { assignmentDigest, signAssignment } from '#protocol/signed/assignment.ts';
import { resultHashOf, signResult } from '#protocol/signed/resultSignature.ts';
import { traceOf } from '#protocol/trace/workTrace.ts';
import { EXAMPLE_AUDIT, EXAMPLE_RECEIPT } from '#web/coordinator/testing/exampleReceipt.ts';
import type { NamedDraw, SavedResult } from '#web/create/saved/savedResult.ts';
import { verifySummary } from '#web/create/verify/lines/VerifyLines.tsx';
import type { VerifyLine } from '#web/create/verify/lines/verifyLine.ts';
import { type VerifyDeps, verifyReceipt } from '#web/create/verify/verifyReceipt.ts';

const NETWORK = { chainId: 31337, staking: `0x${'5'.repeat(40)}`, payments: `0x${'6'.repeat(40)}` } as const;
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47);
const miner = privateKeyToAccount(generatePrivateKey());
const coordinator = privateKeyToAccount(generatePrivateKey());
const assignment = EXAMPLE_RECEIPT.assignment_digest;
const claim = {
  ...{ assignment, units: 3, result: resultHashOf(encodeWire({ kind: 'image', png: PNG })) },
  trace: traceOf([PNG]).root,
};
const hashAt = (place: number): Hex => `0x${place.toString(16).padStart(64, '0')}`;
/** Block hashes that draw it, and that do not, at a share of one half. */
const places = Array.from({ length: 64 }, (_, place) => hashAt(place));
const DRAWN = places.find((hash) => isAuditDrawn(hash, assignment, 0.5))!;
const UNDRAWN = places.find((hash) => !isAuditDrawn(hash, assignment, 0.5))!;

const receipt = {
  ...{ ...EXAMPLE_RECEIPT, miner: miner.address, result_hash: claim.result, trace_root: claim.trace },
  result_signature: await signResult(NETWORK, miner, claim),
};
const imageOf = (audit: Partial<ApiAudit> | null, change: object = {}): SavedResult => ({
  ...{ id: receipt.task_id, savedAt: 1, prompt: 'a fox', kind: 'image', image: new Blob([PNG]) },
  salt: { by: 'browser', tasks: [{ id: receipt.task_id }] },
  receipt: { ...receipt, audit: audit && { ...EXAMPLE_AUDIT, share: 0.5, ...audit }, ...change },
});
const deps: Omit<VerifyDeps, 'blockAt'> = {
  ...{ network: NETWORK, minesOnDemand: false, nowMs: () => 0, nodeIdOf: async () => 3n },
  epochs: { blocks: 1, confirmations: 0, assignmentSeconds: 1_200 },
  newestBlock: async () => ({ hash: DRAWN, minedAt: 0 }),
  rosterAt: async () => null,
};
const blockAtOf = (hashOf: () => Promise<Hex | null>) => async () => {
  const hash = await hashOf();
  return hash && { hash, minedAt: 0 };
};
const verify = (result: SavedResult, hashOf: () => Promise<Hex | null> = async () => DRAWN) =>
  verifyReceipt(result, { ...deps, blockAt: blockAtOf(hashOf) });
const lineOf = (lines: VerifyLine[], name: string) => lines.find((line) => line.name === name);
const verdictOf = async (result: SavedResult, name: string, hashOf?: () => Promise<Hex | null>) =>
  lineOf(await verify(result, hashOf), name)?.verdict;
const PASSED = { state: 'passed', draw_hash: DRAWN } as const;

describe('verifyReceipt', () => {
  it('finds that the picture, the signature and the draw of an honest receipt hold', async () => {
    const lines = await verify(imageOf(PASSED));
    expect(lines.map(({ name, verdict }) => [name, verdict])).toEqual([
      ...[['Result', 'holds'] as const, ['Signature', 'holds'], ['Whether it was audited', 'holds']],
      ...[['Computation', 'unchecked'] as const, ['Miner', 'holds'], ['Assignment', 'unchecked']],
      ['Random number (salt)', 'holds'],
    ]);
    expect(verifySummary(lines)).toBe('All that could be checked holds.');
  });

  it('finds a picture that is not the signed one', async () => {
    const other = { ...imageOf(PASSED), image: new Blob(['other']) } as SavedResult;
    expect(await verdictOf(other, 'Result')).toBe('fails');
    expect(verifySummary(await verify(other))).toBe('One thing does not hold.');
  });

  it('finds a task that does not follow from the salt which this browser chose', async () => {
    const swapped = imageOf(PASSED, { task_id: EXAMPLE_RECEIPT.result_hash });
    expect(await verdictOf({ ...swapped, id: EXAMPLE_RECEIPT.result_hash }, 'Random number (salt)')).toBe(
      'fails',
    );
    expect(verifySummary(await verify(swapped))).toBe('One thing does not hold.');
  });

  it.each([
    ['another miner', { miner: EXAMPLE_RECEIPT.miner }],
    ['another result', { result_hash: EXAMPLE_RECEIPT.result_hash }],
    ['other units', { units: 4 }],
    ['another trace', { trace_root: EXAMPLE_RECEIPT.trace_root }],
    ['another assignment', { assignment_digest: EXAMPLE_RECEIPT.result_hash }],
    ['no signature', { result_signature: '0x' }],
  ])('finds a signature that is for %s', async (_, change) => {
    expect(await verdictOf(imageOf(PASSED, change), 'Signature')).toBe('fails');
  });

  it('says what it cannot check of a text and of an older receipt', async () => {
    const text: SavedResult = {
      ...{ id: receipt.task_id, savedAt: 1, prompt: 'Once', kind: 'text', text: 'upon', receipt },
    };
    expect(await verdictOf(text, 'Result')).toBe('unchecked');
    const { trace_root: _, ...older } = receipt;
    const lines = await verify({ ...imageOf(null), receipt: { ...older, audit: null } } as SavedResult);
    expect(lineOf(lines, 'Signature')?.verdict).toBe('unchecked');
    expect(lineOf(lines, 'Whether it was audited')).toBeUndefined();
  });

  it.each<[string, Partial<NamedDraw>]>([
    ['another block', { block: 6 }],
    ['another share', { share: 0.4 }],
    ['a check of all', { block: null, share: 1 }],
  ])('finds a draw that was %s when the result came', async (_, change) => {
    const first = { block: 7, share: 0.5, isMined: false };
    const skipped = imageOf({ state: 'skipped', draw_hash: UNDRAWN });
    expect(await verdictOf({ ...skipped, named: first }, 'Whether it was audited', async () => UNDRAWN)).toBe(
      'holds',
    );
    const changed = { ...skipped, named: { ...first, ...change } };
    expect(await verdictOf(changed, 'Whether it was audited', async () => UNDRAWN)).toBe('fails');
    const waiting = { ...imageOf({ state: 'waiting' }), named: changed.named };
    expect(await verdictOf(waiting, 'Whether it was audited')).toBe('fails');
  });

  it('finds a draw of another assignment than was named when the result came', async () => {
    const named = { block: 7, share: 0.5, isMined: false, assignment };
    const skipped = { ...imageOf({ state: 'skipped', draw_hash: UNDRAWN }), named };
    expect(await verdictOf(skipped, 'Whether it was audited', async () => UNDRAWN)).toBe('holds');
    const first = { ...named, assignment: EXAMPLE_RECEIPT.result_hash };
    expect(await verdictOf({ ...skipped, named: first }, 'Whether it was audited', async () => UNDRAWN)).toBe(
      'fails',
    );
  });

  it.each<[string, Partial<ApiAudit>, boolean | null, VerifyLine['verdict']]>([
    ['skips it', { state: 'skipped', draw_hash: UNDRAWN }, true, 'unchecked'],
    ['skips it, and the chain did not say', { state: 'skipped', draw_hash: UNDRAWN }, null, 'holds'],
    ['is made all the same', { state: 'passed', draw_hash: UNDRAWN }, true, 'holds'],
    ['draws it', PASSED, true, 'holds'],
    ['draws it, but it is skipped', { ...PASSED, state: 'skipped' }, true, 'fails'],
  ])(
    'does not take a block for chance that was named when it was mined: %s',
    async (_, audit, isMined, verdict) => {
      const named = { block: 7, share: 0.5, isMined };
      const hash = audit.draw_hash!;
      expect(await verdictOf({ ...imageOf(audit), named }, 'Whether it was audited', async () => hash)).toBe(
        verdict,
      );
    },
  );

  it.each<[string, Partial<ApiAudit>, Hex | null, VerifyLine['verdict']]>([
    ['drawn and checked', PASSED, DRAWN, 'holds'],
    ['drawn and skipped', { ...PASSED, state: 'skipped' }, DRAWN, 'fails'],
    ['not drawn and skipped', { state: 'skipped', draw_hash: UNDRAWN }, UNDRAWN, 'holds'],
    ['not drawn and checked all the same', { state: 'passed', draw_hash: UNDRAWN }, UNDRAWN, 'holds'],
    ['drawn by a hash that the chain does not have', PASSED, UNDRAWN, 'fails'],
    ['drawn by a block that the chain does not have', PASSED, null, 'fails'],
    ['not drawn yet', { state: 'waiting' }, null, 'unchecked'],
    ['checked without a draw', { state: 'due' }, DRAWN, 'holds'],
    ['skipped without a draw', { state: 'skipped' }, DRAWN, 'fails'],
    ['of a miner that is always checked', { state: 'due', share: 1, draw_block: null }, null, 'holds'],
    ['always checked, whatever block is named', { ...PASSED, share: 1 }, null, 'holds'],
    ['always checked, whatever share is named', { ...PASSED, draw_block: null }, null, 'holds'],
    ['skipped though all are checked', { state: 'skipped', share: 1, draw_block: null }, null, 'fails'],
  ])('a result that is %s: its draw', async (_, audit, hash, verdict) => {
    expect(await verdictOf(imageOf(audit), 'Whether it was audited', async () => hash)).toBe(verdict);
  });

  it.each([
    ['no such block', null, 'The chain has no block 7'],
    ['another hash', UNDRAWN, 'On the chain, block 7 has another hash'],
  ])('says of a draw that the chain has %s', async (_, hash, words) => {
    const lines = await verify(imageOf(PASSED), async () => hash);
    expect(lineOf(lines, 'Whether it was audited')?.sentence).toContain(words);
  });

  it('finds a miner that the chain does not know', async () => {
    const minerLine = async (nodeIdOf: () => Promise<bigint>) =>
      lineOf(
        await verifyReceipt(imageOf(PASSED), { ...deps, blockAt: blockAtOf(async () => DRAWN), nodeIdOf }),
        'Miner',
      );
    expect(await minerLine(async () => 0n)).toMatchObject({ verdict: 'fails' });
    expect((await minerLine(async () => 3n))?.sentence).toContain('Node 3');
    expect(await minerLine(() => Promise.reject(new Error('no route')))).toMatchObject({
      verdict: 'unchecked',
    });
  });

  it('says that the chain does not answer, and checks the rest', async () => {
    const lines = await verify(imageOf(PASSED), () => Promise.reject(new Error('no route')));
    expect(lineOf(lines, 'Whether it was audited')).toMatchObject({
      ...{ verdict: 'unchecked', sentence: 'The chain did not answer. Verify again in a moment.' },
    });
    expect(lineOf(lines, 'Signature')?.verdict).toBe('holds');
  });

  it('says who chose the miner, and whether its turn had come', async () => {
    const unsigned = {
      ...{ taskId: receipt.task_id, coordinator: coordinator.address, miner: miner.address, attempt: 0 },
      ...{ rosterBlock: 7, beacon: DRAWN, passed: [], unitPrice: 1n, expiry: 1 },
    };
    const change = {
      assignment: apiAssignmentOf(await signAssignment(NETWORK, coordinator, unsigned)),
      assignment_digest: assignmentDigest(NETWORK, unsigned),
    };
    const ordered = { at: 0, chainSeconds: 0 };
    const lines = await verify({ ...imageOf(null, change), ordered });
    expect(lineOf(lines, 'Assignment')?.verdict).toBe('holds');
    expect(lineOf(lines, 'Which miner was drawn')?.sentence).toContain('more nodes');
  });

  it.each([
    [0.5, '50 % of the difference'],
    [1, '100 % of the difference'],
    [Number.MAX_SAFE_INTEGER, 'countless times the difference'],
    [12.34, '12.3 times the difference'],
  ])('tells what the auditor measured: %f', async (distance, words) => {
    const lines = await verify(imageOf({ ...PASSED, distance }));
    expect(lineOf(lines, 'Computation')?.sentence).toContain(words);
  });
});
