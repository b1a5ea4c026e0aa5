import { useQuery } from '@tanstack/react-query';
import type { CaseView } from '#chain/courts/courtReader.ts';
import type { CourtTerms } from '#chain/courts/courtTerms.ts';
import { answerScope, isAnswerKept } from '#miner/answers/answerStore.ts';
import { onDemand } from '#web/design/onDemand.tsx';
import { answerState } from '#web/evidence/answer/answerState.ts';
import { t } from '#web/language/translate.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { readerOf } from '#web/network/pageClient.ts';
import { useNodes } from '#web/queries/useNodes.ts';
import { useWalletLink } from '#web/wallet/walletLink.ts';

/** It takes 20 kB of script, which only the accused has a use for. */
const AnswerCard = onDemand(async () => (await import('#web/evidence/answer/AnswerCard.tsx')).AnswerCard);

interface AnswerGateProps {
  theCase: CaseView;
  terms: CourtTerms;
  /** Unix seconds, by the chain's clock. */
  nowSeconds: number;
}

/** On a case's page: what the accused can say to it, and to everybody else who that can be. */
export function AnswerGate({ theCase, terms, nowSeconds }: AnswerGateProps) {
  const network = useNetwork();
  const address = useWalletLink().account?.address;
  const [accused] = useNodes([theCase.nodeId]);
  const { client, config } = network;
  const isKept = useQuery({
    queryKey: ['answerKept', config.contracts.juries, theCase.evidence],
    staleTime: Infinity,
    queryFn: async () => {
      try {
        return await isAnswerKept(await answerScope(readerOf(client), config), theCase.evidence);
      } catch (error) {
        console.debug('whether an answer is kept', error);
        return false;
      }
    },
  }).data;
  if (accused === undefined || isKept === undefined) return null;
  const isOwn = accused.owner === address;
  if (isOwn || isKept) return <AnswerCard theCase={theCase} />;
  const state = answerState({ theCase, terms, nowSeconds, isOwn, isKept, isShown: undefined });
  return state === undefined ? null : (
    <section className="card" aria-labelledby="answer-title">
      <h2 id="answer-title">{t('evidence.answer.title')}</h2>
      <p>{t('evidence.answer.notYours')}</p>
    </section>
  );
}
