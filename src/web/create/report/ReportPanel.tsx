import { Link } from 'wouter';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';
import { ConnectButton } from '#web/components/ConnectButton.tsx';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import { type ReportTerms, useReport } from '#web/create/report/useReport.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';
import { HandOverLine } from '#web/evidence/HandOverLine.tsx';
import { t } from '#web/language/translate.ts';
import { formatCai, formatFraction } from '#web/money/amount.ts';
import { casePath } from '#web/paths/casePath.ts';
import { useCourtTerms } from '#web/queries/useCourt.ts';
import { useWallet } from '#web/queries/useWallet.ts';
import { NoCaiHint } from '#web/staking/NoCaiHint.tsx';
import type { TransactionFlow } from '#web/transaction/useTransaction.ts';

const BPS = 10_000;

/** What a report means: sentences to read before signing. @param feeBps burned without a verdict */
export function reportSentences(terms: ReportTerms, feeBps: number): string[] {
  if (terms.kind === 'decided') return [t('evidence.exhibit.decided')];
  if (terms.kind === 'exhibit') return [t('create.report.runs'), t('create.report.public')];
  const values = { deposit: formatCai(terms.deposit), fee: formatFraction(feeBps / BPS) };
  return [t('create.report.jury'), t('create.report.deposit', values), t('create.report.public')];
}

interface ActionProps {
  terms: Exclude<ReportTerms, { kind: 'decided' }>;
  flow: TransactionFlow;
  onReport: () => void;
}

/** The button that signs it, or what the wallet lacks for it. */
export function ReportAction({ terms, flow, onReport }: ActionProps) {
  const { address, balances } = useWallet();
  if (address === undefined) return <ConnectButton />;
  const held = balances.data?.cai;
  const deposit = terms.kind === 'open' ? terms.deposit : 0n;
  const tooLittle =
    held !== undefined && held < deposit
      ? t('create.report.tooLittle', { held: formatCai(held) })
      : undefined;
  return (
    <>
      {tooLittle !== undefined && (
        <>
          <p className="warn">{tooLittle}</p>
          <NoCaiHint />
        </>
      )}
      <TransactionButton
        flow={flow}
        unavailable={held === undefined ? t('shell.transactionButton.readingBalance') : tooLittle}
        onClick={onReport}
      >
        {terms.kind === 'exhibit'
          ? t('create.report.addEvidence')
          : t('create.report.reportWith', { deposit: formatCai(deposit) })}
      </TransactionButton>
    </>
  );
}

/** Below a second run that found the result wrong: reports it from the visitor's wallet. */
export function ReportPanel({ result, request }: { result: SavedResult; request: TaskRequest }) {
  const { terms, flow, handed, caseId, report, hand } = useReport(result, request);
  const courtTerms = useCourtTerms().data;
  if (terms === undefined || courtTerms === undefined) return null;
  const shownCase = caseId ?? (terms.kind === 'open' ? undefined : terms.caseId);
  const isDone = handed !== undefined;
  return (
    <section className="report" aria-label={t('create.report.title', { prompt: result.prompt })}>
      {!isDone &&
        reportSentences(terms, courtTerms.feeBps).map((sentence) => <p key={sentence}>{sentence}</p>)}
      {!isDone && terms.kind !== 'decided' && (
        <ReportAction terms={terms} flow={flow} onReport={() => void report(terms)} />
      )}
      <TransactionStatus flow={flow} done={t('create.report.done')} />
      {handed !== undefined && <HandOverLine handed={handed} onHand={() => void hand()} />}
      {shownCase !== undefined && (
        <p>
          <Link href={casePath(String(shownCase))}>{t('create.report.case', { id: String(shownCase) })}</Link>
        </p>
      )}
    </section>
  );
}
