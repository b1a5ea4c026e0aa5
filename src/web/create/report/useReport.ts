import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { identityOf } from '#chain/networkConfig.ts';
import { readNodeId } from '#chain/standing.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';
import { readNetwork } from '#web/coordinator/coordinatorApi.ts';
import { type HandedBundle, handOver } from '#web/coordinator/evidence/handOver.ts';
import { reportedBundle, reportedIdOf } from '#web/create/report/reportedBundle.ts';
import { sendReport } from '#web/create/report/sendReport.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';
import { t } from '#web/language/translate.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { readerOf } from '#web/network/pageClient.ts';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';
import { type ReachableCoordinator, useCoordinators } from '#web/queries/useCoordinators.ts';
import { courtOf } from '#web/queries/useCourt.ts';
import { TransactionFailure } from '#web/transaction/failure/transactionFailure.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

/** What a report of a result would be, as the chain has it. */
export type ReportTerms =
  /** A new case. @param deposit in wei of CAI */
  | { kind: 'open'; deposit: bigint }
  /** One more exhibit of a case that runs. */
  | { kind: 'exhibit'; caseId: bigint }
  | { kind: 'decided'; caseId: bigint };

/** How many coordinators keep the evidence. */
export interface HandedOver {
  /** Undefined while they are asked. */
  kept: number | undefined;
  /** That announce an address. */
  all: number;
}

/** The first one that answers now: the case names it, and others fetch the bundle from there. */
async function answering(coordinators: readonly ReachableCoordinator[]): Promise<ReachableCoordinator> {
  for (const each of coordinators) {
    const isThere = await readNetwork(each.url).then(
      () => true,
      () => false,
    );
    if (isThere) return each;
  }
  throw new TransactionFailure('REVERTED', t('create.report.noCoordinator'));
}

/** Reports a result from the connected wallet, and hands what this browser kept of it to the coordinators. */
export function useReport(result: SavedResult, request: TaskRequest) {
  const network = useNetwork();
  const flow = useTransaction();
  const { coordinators = [] } = useCoordinators();
  const [handed, setHanded] = useState<HandedOver>();
  const reported = useRef<HandedBundle>(undefined);
  const leaving = useRef(new AbortController());
  useEffect(() => {
    const own = new AbortController();
    leaving.current = own;
    return () => own.abort();
  }, []);
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

  async function hand(): Promise<void> {
    const bundle = reported.current;
    if (bundle === undefined) return;
    const urls = coordinators.map(({ url }) => url);
    setHanded({ kept: undefined, all: urls.length });
    const { signal } = leaving.current;
    const keepers = await handOver(urls, bundle, signal).catch(() => undefined);
    if (keepers !== undefined) setHanded({ kept: keepers.length, all: urls.length });
  }

  async function report(read: ReportTerms): Promise<void> {
    const isDone = await flow.run(async (wallet) => {
      const { signal } = leaving.current;
      const bundle = await reportedBundle(identityOf(network.config), result, request, signal);
      const { node } = await answering(coordinators);
      const deposit = read.kind === 'open' ? read.deposit : undefined;
      const about = { bundle, deposit, coordinator: node.operator };
      const caseId = await sendReport(network, wallet, about);
      reported.current = { caseId, hash: bundle.hash, bytes: bundle.bytes };
    });
    if (isDone) await hand();
  }

  return { terms, flow, handed, report, hand, caseId: reported.current?.caseId };
}
