import { AddressTag } from '#web/components/AddressTag.tsx';
import type { SavedResult } from '#web/create/order/savedResult.ts';
import { chargeSentence } from '#web/create/results/chargeSentence.ts';
import { formatFraction } from '#web/money/amount.ts';
import { formatElapsed } from '#web/time/moment.ts';

/** Who made a result, with what share of the stake, and what it cost. */
export function Receipt({ result }: { result: SavedResult }) {
  const { receipt } = result;
  const lines: [name: string, value: React.ReactNode][] = [
    ['Miner', <AddressTag key="miner" address={receipt.miner} />],
    ['Stake share', formatFraction(receipt.stake_share)],
    ['Seed', receipt.seed],
    ['Time', formatElapsed(receipt.seconds)],
    ['Price', `${receipt.amount_cai} CAI`],
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
    <details className="receipt" open>
      <summary>Receipt</summary>
      <dl aria-label="Receipt">
        {lines.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
