import { type Hex, keccak256 } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { type Assignment, signAssignment } from '#protocol/signed/assignment.ts';
import { type AuditNotice, signAuditNotice } from '#protocol/signed/auditNotice.ts';
import { type Receipt, signReceipt } from '#protocol/signed/receipt.ts';

/** Messages as a coordinator gossips them, for tests. */

export const network = {
  chainId: 31337,
  staking: '0x1111111111111111111111111111111111111111',
  payments: '0x2222222222222222222222222222222222222222',
} as const;
export const coordinator = privateKeyToAccount(generatePrivateKey());
export const miner = privateKeyToAccount(generatePrivateKey());

export const randomHash = (): Hex => keccak256(crypto.getRandomValues(new Uint8Array(32)));

/** @param now Unix seconds */
export const assignmentOf = (
  now: number,
  change: Partial<Assignment> = {},
  signer = coordinator,
): Promise<Assignment> =>
  signAssignment(network, signer, {
    ...{ taskId: randomHash(), coordinator: coordinator.address, miner: miner.address, attempt: 0 },
    ...{ rosterBlock: 7, beacon: randomHash(), passed: [], unitPrice: 10n ** 18n, expiry: now + 300 },
    ...change,
  });

/** @param now Unix seconds */
export const receiptOf = (now: number, change: Partial<Receipt> = {}): Promise<Receipt> =>
  signReceipt(network, coordinator, {
    ...{ taskId: randomHash(), miner: miner.address, result: randomHash(), units: 1, amount: 10n ** 18n },
    ...{ finishedAt: now, ...change },
  });

/** @param now Unix seconds */
export const noticeOf = (now: number, change: Partial<AuditNotice> = {}): Promise<AuditNotice> =>
  signAuditNotice(network, coordinator, {
    ...{ taskId: randomHash(), miner: miner.address, assignment: randomHash(), state: 'waiting' },
    ...{ record: 20, drawBlock: 12, at: now, ...change },
  });
