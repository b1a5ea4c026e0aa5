import { useQuery } from '@tanstack/react-query';
import type { CaseView } from '#chain/courts/courtReader.ts';
import { AnswerLines } from '#web/evidence/answer/AnswerLines.tsx';
import { useAnswer } from '#web/evidence/answer/useAnswer.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';
import { courtOf } from '#web/queries/useCourt.ts';

/** How often a case is read again, in ms: its windows last minutes or days. */
const LOOK_MS = 10_000;

const Found = ({ theCase }: { theCase: CaseView }) => <AnswerLines {...useAnswer(theCase, true)} />;

/** What the owner of the node that mines in this browser can say to a case against it. */
export function AnswerOwnCase({ caseId }: { caseId: string }) {
  const network = useNetwork();
  const theCase = useQuery({
    queryKey: [...CHAIN_KEY, 'case', caseId],
    refetchInterval: LOOK_MS,
    queryFn: () => courtOf(network).readCase(BigInt(caseId)),
  }).data;
  return theCase === undefined ? null : <Found theCase={theCase} />;
}
