import { useState } from 'react';
import { AddressTag } from '#web/components/AddressTag.tsx';
import { AuditLine } from '#web/create/audit/AuditLine.tsx';
import { auditSentence } from '#web/create/audit/auditSentence.ts';
import { chargeSentence } from '#web/create/results/chargeSentence.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';
import { VerifyPanel } from '#web/create/verify/VerifyPanel.tsx';
import { formatFraction } from '#web/money/amount.ts';
import { formatElapsed } from '#web/time/moment.ts';

interface ReceiptProps {
  result: SavedResult;
  /** It is open at first, and says how its audit stands; in the gallery its card says that. */
  open: boolean;
}

/** Who made a result, with what share of the stake, what it cost and how its audit stands. */
export function Receipt({ result, open }: ReceiptProps) {
  const [shown, setShown] = useState(open);
  return (
    <details className="receipt" open={open} onToggle={({ currentTarget }) => setShown(currentTarget.open)}>
      <summary>Receipt</summary>
      {shown && <Facts result={result} withAudit={open} />}
    </details>
  );
}

function Facts({ result, withAudit }: { result: SavedResult; withAudit: boolean }) {
  const { receipt, replaced } = result;
  const isAudited = auditSentence(result) !== null || replaced !== undefined;
  const lines: [name: string, value: React.ReactNode][] = [
    ...(withAudit && isAudited
      ? [['Check', <AuditLine key="audit" result={result} />] as [string, React.ReactNode]]
      : []),
    ['Miner', <AddressTag key="miner" address={receipt.miner} />],
    ['Stake share', formatFraction(receipt.stake_share)],
    ['Seed', receipt.seed],
    ['Time', formatElapsed(receipt.seconds)],
    ['Price', replaced === undefined ? `${receipt.amount_cai} CAI` : 'Free of charge'],
    ['Charged for', chargeSentence(result)],
    ['Model', receipt.model],
    ...(receipt.attempts > 1 ? [['Tries', receipt.attempts] as [string, number]] : []),
    [
      'Result hash',
      <code key="hash" className="hash">
        {receipt.result_hash}
      </code>,
    ],
  ];
  return (
    <>
      <dl aria-label="Receipt">
        {lines.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {/* What was found out about a wrong result is not about the one that replaces it. */}
      <VerifyPanel key={receipt.task_id} result={result} />
    </>
  );
}
