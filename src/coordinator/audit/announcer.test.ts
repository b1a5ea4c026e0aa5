import { pino } from 'pino';
import { zeroHash } from 'viem';
import { expect, it, vi } from 'vitest';
import { announcer } from '#coordinator/audit/announcer.ts';
import { accountOf, COORDINATOR, NETWORK } from '#coordinator/testing/world.ts';
import { auditShareOf } from '#protocol/draw/auditShare.ts';
import { type AuditNotice, auditNoticeSchema, isAuditNoticeSigned } from '#protocol/signed/auditNotice.ts';

const BASE = { taskId: zeroHash, miner: accountOf('ann').address, state: 'waiting', drawBlock: 9 } as const;

it('a notice names a record of which exactly the audit’s share follows', async () => {
  const told: AuditNotice[] = [];
  const announce = announcer({
    ...{ network: NETWORK, signer: COORDINATOR, log: pino({ level: 'silent' }), nowMs: () => 5_999 },
    announce: (notice) => told.push(notice),
  });
  const accepted = [0, 7, 8, 9, 33, 79, 159, 160, 5_000];
  for (const each of accepted) announce({ ...BASE, share: auditShareOf(each) }, zeroHash);
  await vi.waitFor(() => expect(told).toHaveLength(accepted.length));
  for (const [place, notice] of told.entries()) {
    expect(auditNoticeSchema.parse({ ...notice })).toEqual(notice);
    expect(auditShareOf(notice.record)).toBe(auditShareOf(accepted[place]!));
    expect(notice).toMatchObject({ state: 'waiting', drawBlock: 9, at: 5, assignment: zeroHash });
    expect(await isAuditNoticeSigned(NETWORK, notice)).toBe(true);
  }
});
