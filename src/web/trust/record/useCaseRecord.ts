import { useQuery } from '@tanstack/react-query';
import type { CaseView } from '#chain/courts/courtReader.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import type { ReachableCoordinator } from '#web/queries/useCoordinators.ts';
import { courtOf } from '#web/queries/useCourt.ts';
import { askRecord } from '#web/trust/record/askRecord.ts';
import { Distrust } from '#web/trust/record/distrust.ts';

/** How often a running case's record is asked for, in ms: coordinators read it anew as often. */
const RECORD_MS = 30_000;

/** For the life of the page's script: another case's page goes on with it. */
const distrust = new Distrust(() => performance.now());

/** What coordinators say of a case: its evidence and its transactions. */
export function useCaseRecord(coordinators: readonly ReachableCoordinator[] | undefined, theCase: CaseView) {
  const network = useNetwork();
  const { caseId, settledAt } = theCase;
  return useQuery({
    queryKey: ['caseRecord', caseId.toString(), coordinators?.map(({ url }) => url)],
    enabled: coordinators !== undefined,
    staleTime: RECORD_MS,
    refetchInterval: settledAt === undefined && RECORD_MS,
    queryFn: () => {
      const court = courtOf(network);
      const facts = async () => {
        const [now, first, terms, { timestamp }] = await Promise.all([
          court.readCase(caseId),
          court.readJury(caseId, 0),
          court.terms(),
          // Not this machine's clock, which may be wrong.
          network.client.getBlock(),
        ]);
        return { theCase: now, reporter: first.party, terms, nowSeconds: Number(timestamp) };
      };
      return askRecord(coordinators ?? [], caseId, { distrust, facts });
    },
  });
}
