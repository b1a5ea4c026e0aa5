import { useState } from 'react';
import { Link, useRoute } from 'wouter';
import { AuditLine } from '#web/create/audit/AuditLine.tsx';
import { auditSentence } from '#web/create/audit/auditSentence.ts';
import { chargeSentence } from '#web/create/results/chargeSentence.ts';
import { saltSentence } from '#web/create/results/saltSentence.ts';
import type { AnyResult } from '#web/create/saved/savedResult.ts';
import { VerifyPanel } from '#web/create/verify/VerifyPanel.tsx';
import { rich, t } from '#web/language/translate.ts';
import { formatFraction } from '#web/money/amount.ts';
import { NodeTag } from '#web/nodeTag/NodeTag.tsx';
import { taskPath } from '#web/paths/taskPath.ts';
import { formatElapsed } from '#web/time/moment.ts';

interface ReceiptProps {
  result: AnyResult;
  /** It is open at first. */
  open: boolean;
  /** It says how its audit stands, unless what is beside it does. */
  withAudit: boolean;
}

/** Who made a result, with what share of the stake, what it cost and how its audit stands. */
export function Receipt({ result, open, withAudit }: ReceiptProps) {
  const [shown, setShown] = useState(open);
  return (
    <details className="receipt" open={open} onToggle={({ currentTarget }) => setShown(currentTarget.open)}>
      <summary>{t('create.receipt.receipt')}</summary>
      {shown && <Facts result={result} withAudit={withAudit} />}
    </details>
  );
}

function Facts({ result, withAudit }: Pick<ReceiptProps, 'result' | 'withAudit'>) {
  const { receipt, replaced } = result;
  const isAudited = auditSentence(result) !== null || replaced !== undefined;
  const salt = saltSentence(result);
  const journey = taskPath(receipt.task_id);
  const [isItsJourney] = useRoute(journey);
  const lines: [name: string, value: React.ReactNode][] = [
    ...(withAudit && isAudited
      ? [[t('create.receipt.check'), <AuditLine key="audit" result={result} />] as [string, React.ReactNode]]
      : []),
    [t('create.receipt.miner'), <NodeTag key="miner" operator={receipt.miner} />],
    [t('create.receipt.stakeShare'), formatFraction(receipt.stake_share)],
    [t('create.receipt.seed'), receipt.seed],
    ...(salt === null ? [] : [[t('create.receipt.salt'), salt] as [string, React.ReactNode]]),
    [t('create.receipt.time'), formatElapsed(receipt.seconds)],
    [
      t('create.receipt.price'),
      replaced === undefined
        ? t('create.receipt.paidByCoordinator', { amount: receipt.amount_cai })
        : t('create.receipt.freeOfCharge'),
    ],
    [t('create.receipt.chargedFor'), chargeSentence(result)],
    [t('create.receipt.model'), receipt.model],
    ...(isItsJourney
      ? []
      : [
          [
            t('create.receipt.task'),
            <Link key="task" href={journey}>
              {t('create.receipt.journey')}
            </Link>,
          ] as [string, React.ReactNode],
        ]),
    ...(receipt.attempts > 1 ? [[t('create.receipt.tries'), receipt.attempts] as [string, number]] : []),
    [
      t('create.receipt.resultHash'),
      <code key="hash" className="hash">
        {receipt.result_hash}
      </code>,
    ],
  ];
  return (
    <>
      <dl aria-label={t('create.receipt.receipt')}>
        {lines.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="muted">
        {rich('create.receipt.saidBy', {
          node: () => <NodeTag operator={receipt.coordinator} />,
        })}
      </p>
      {/* What was found out about a wrong result is not about the one that replaces it. */}
      <VerifyPanel key={receipt.task_id} result={result} />
    </>
  );
}
