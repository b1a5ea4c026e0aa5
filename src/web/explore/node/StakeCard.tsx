import type { NodeDetail } from '#chain/nodeDetail.ts';
import { t } from '#web/language/translate.ts';
import { formatShare } from '#web/money/amount.ts';
import { ExactAmount } from '#web/money/ExactAmount.tsx';
import { votesFor } from '#web/staking/votesFor.ts';

/** What stands behind a node, and whose it is. */
export function StakeCard({ detail }: { detail: NodeDetail }) {
  const { node, unbonding } = detail;
  const votes = votesFor(node);
  const all = node.assets + unbonding;
  const parts = [
    { key: 'bond', name: t('explore.stakeCard.theOwnersBond'), wei: node.selfBond },
    { key: 'votes', name: t('explore.stakeCard.votesOfOthers'), wei: votes },
    { key: 'leaving', name: t('explore.stakeCard.onItsWayOut'), wei: unbonding },
  ];
  const width = (wei: bigint) => (all === 0n ? 0 : Number((wei * 1_000n) / all) / 10);
  return (
    <section className="card" aria-labelledby="stake-title">
      <h2 id="stake-title">{t('explore.stakeCard.stake')}</h2>
      <div className="composition" aria-hidden="true">
        {parts.map(({ key, wei }) => (
          <span key={key} data-part={key} style={{ width: `${width(wei)}%` }} />
        ))}
      </div>
      <dl className="legend">
        {parts.map(({ key, name, wei }) => (
          <div key={key}>
            <dt>
              <span className="swatch" data-part={key} aria-hidden="true" />
              {name}
            </dt>
            <dd className="digits">
              <ExactAmount wei={wei} unit="CAI" /> <span className="muted">{formatShare(wei, all)}</span>
            </dd>
          </div>
        ))}
      </dl>
      <p className="muted">{t('explore.stakeCard.aSlashTakesThe')}</p>
    </section>
  );
}
