import { type Address, encodeFunctionData } from 'viem';
import { readHeader } from '#chain/courts/blockHeader.ts';
import { assignmentProof, signedResult } from '#chain/courts/courtArguments.ts';
import { readUnseatedMiners } from '#chain/courts/unseatedMiners.ts';
import { juriesAbi } from '#chain/generated/contracts.ts';
import { readRoster } from '#chain/roster.ts';
import { readNodeId } from '#chain/standing.ts';
import { evidenceIdOf } from '#protocol/court/evidence.ts';
import type { ReportedBundle } from '#web/create/report/reportedBundle.ts';
import { sendExhibit } from '#web/evidence/sendExhibit.ts';
import { t } from '#web/language/translate.ts';
import type { Network } from '#web/network/networkContext.ts';
import { readerOf } from '#web/network/pageClient.ts';
import { courtOf } from '#web/queries/useCourt.ts';
import { sendApproved } from '#web/transaction/approval.ts';
import { TransactionFailure } from '#web/transaction/failure/transactionFailure.ts';
import type { FlowWallet } from '#web/transaction/flow.ts';

/** Miners named in one transaction: each takes some 50,000 gas. */
const MOST_NAMED = 60;

/** A report as its terms were read. */
export interface ReadReport {
  bundle: Pick<ReportedBundle, 'hash' | 'read'>;
  /** A coordinator that is going to serve the bundle. */
  coordinator: Address;
  /** Of a new case, in wei of CAI; undefined where the terms said that a case runs already. */
  deposit: bigint | undefined;
}

/**
 * Reports a result as wrong: approves the deposit and opens the case. Where a case about it runs already, the
 * bundle becomes one of its exhibits, unless it is one; nothing is sent twice.
 * @returns the case's id
 * @throws TransactionFailure REVERTED where a jury has decided, or what was read has changed; ChainError
 */
export async function sendReport(
  network: Network,
  wallet: Pick<FlowWallet, 'address' | 'send' | 'sendTogether'>,
  { bundle, coordinator, deposit }: ReadReport,
): Promise<bigint> {
  const court = courtOf(network);
  const id = evidenceIdOf(bundle.read.claim);
  const known = await court.caseOf(id);
  if (known !== undefined) {
    await sendExhibit(network, wallet, { caseId: known, hash: bundle.hash, coordinator });
    return known;
  }
  if (deposit === undefined) throw new TransactionFailure('REVERTED', t('create.report.changed'));
  await open(network, wallet, { bundle, coordinator, deposit });
  const opened = await court.caseOf(id);
  if (opened === undefined) throw new TransactionFailure('REVERTED', t('create.report.changed'));
  return opened;
}

async function open(
  network: Network,
  wallet: Pick<FlowWallet, 'address' | 'send' | 'sendTogether'>,
  { bundle: { hash, read }, coordinator, deposit }: ReadReport & { deposit: bigint },
): Promise<void> {
  const { juries, staking } = network.config.contracts;
  const client = readerOf(network.client);
  const { evidence } = read;
  const { assignment } = evidence;
  const accused = await readNodeId(client, staking, assignment.miner);
  const [{ header, timestamp }, asked, ...nodes] = await Promise.all([
    readHeader(client, assignment.rosterBlock),
    courtOf(network).reportDepositOf(accused),
    readRoster(client, staking, 'miner'),
    readRoster(client, staking, 'coordinator'),
  ]);
  // Whoever has read one deposit does not pay another.
  if (asked !== deposit) throw new TransactionFailure('REVERTED', t('create.report.changed'));
  // Coordinators name nobody in cases about results that they did not find wrong themselves.
  const about = { accused, reporter: wallet.address, drawnAt: timestamp, openedAt: undefined };
  const unseated = await readUnseatedMiners(client, staking, { ...about, nodes: nodes.flat() });
  const named = unseated.slice(0, MOST_NAMED).map(({ id }) => id);
  const source = { coordinator, hash };
  const data = encodeFunctionData({
    ...{ abi: juriesAbi, functionName: 'open' },
    args: [assignmentProof(assignment, header), signedResult(evidence), source, named],
  });
  await sendApproved(network, wallet, { spender: juries, wei: deposit }, { to: juries, data, cai: deposit });
}
