import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { identityOf } from '#chain/networkConfig.ts';
import { readNodeId } from '#chain/standing.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';
import { reportedBundle, reportedIdOf } from '#web/create/report/reportedBundle.ts';
import { sendReport } from '#web/create/report/sendReport.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';
import { answeringCoordinator } from '#web/evidence/answeringCoordinator.ts';
import type { HandedBundle } from '#web/evidence/handOver.ts';
import { useHandOver } from '#web/evidence/useHandOver.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { readerOf } from '#web/network/pageClient.ts';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';
import { courtOf } from '#web/queries/useCourt.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

/** What a report of a result would be, as the chain has it. */
export type ReportTerms =
  /** A new case. @param deposit in wei of CAI */
  | { kind: 'open'; deposit: bigint }
  /** One more exhibit of a case that runs. */
  | { kind: 'exhibit'; caseId: bigint }
  | { kind: 'decided'; caseId: bigint };

/** Reports a result from the connected wallet, and hands what this browser kept of it to the coordinators. */
export function useReport(result: SavedResult, request: TaskRequest) {
  const network = useNetwork();
  const flow = useTransaction();
  const { coordinators, handed, hand, leaving } = useHandOver();
  const reported = useRef<HandedBundle>(undefined);
  const id = reportedIdOf(result.receipt);
  const terms = useQuery({
    queryKey: [...CHAIN_KEY, 'report', id ?? ''],
    enabled: id !== undefined,
    queryFn: async (): Promise<ReportTerms> => {
      const court = courtOf(network);
      const caseId = await court.caseOf(id!);
      if (caseId !== undefined) {
        const { settledAt } = await court.readCase(caseId);
        return { kind: settledAt === undefined ? 'exhibit' : 'decided', caseId };
      }
      const { client, config } = network;
      const accused = await readNodeId(readerOf(client), config.contracts.staking, result.receipt.miner);
      return { kind: 'open', deposit: await court.reportDepositOf(accused) };
    },
  }).data;

  async function handAgain(): Promise<void> {
    if (reported.current !== undefined) await hand(reported.current);
  }

  async function report(read: ReportTerms): Promise<void> {
    const isDone = await flow.run(async (wallet) => {
      const { signal } = leaving.current;
      const bundle = await reportedBundle(identityOf(network.config), result, request, signal);
      const { node } = await answeringCoordinator(coordinators);
      const deposit = read.kind === 'open' ? read.deposit : undefined;
      const about = { bundle, deposit, coordinator: node.operator };
      const caseId = await sendReport(network, wallet, about);
      reported.current = { caseId, hash: bundle.hash, bytes: bundle.bytes };
    });
    if (isDone) await handAgain();
  }

  return { terms, flow, handed, report, hand: handAgain, caseId: reported.current?.caseId };
}
