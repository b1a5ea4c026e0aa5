import type { RosterNode } from '#chain/roster.ts';
import { ExplorerAddress } from '#web/components/ExplorerLink.tsx';
import { useVoters } from '#web/coordinate/running/useMoney.ts';
import { t } from '#web/language/translate.ts';
import { formatAmount, formatCount, formatShare } from '#web/money/amount.ts';
import { ExactAmount } from '#web/money/ExactAmount.tsx';
import { useRoster } from '#web/queries/useRoster.ts';

/** Who has stake in the node, and the node's part of all coordinators' stake. */
export function VotersCard({ node }: { node: RosterNode }) {
  const known = useVoters(node);
  const roster = useRoster('coordinator').data;
  const whole = roster?.reduce((sum, { weight }) => sum + weight, 0n);
  return (
    <section className="card span" aria-labelledby="voters-title">
      <h2 id="voters-title">{t('coordinate.votersCard.voters')}</h2>
      {whole !== undefined && (
        <p>
          {t('coordinate.votersCard.weight', {
            weight: formatAmount(node.weight),
            share: formatShare(node.weight, whole),
          })}
        </p>
      )}
      {known.data === undefined ? (
        <p className="muted" role="status">
          {known.isError
            ? t('coordinate.moneyCard.historyNotRead')
            : t('coordinate.moneyCard.readingTheChain')}
        </p>
      ) : (
        <>
          <div
            className="ledger-scroll"
            role="region"
            aria-label={t('coordinate.votersCard.byStake')}
            tabIndex={0}
          >
            <table className="ledger">
              <thead>
                <tr>
                  <th scope="col">{t('coordinate.votersCard.wallet')}</th>
                  <th scope="col" className="number">
                    {t('coordinate.votersCard.stake')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {known.data.voters.map(({ address, stake }) => (
                  <tr key={address}>
                    <th scope="row">
                      <ExplorerAddress address={address} />
                      {address === node.owner && ` ${t('coordinate.votersCard.you')}`}
                    </th>
                    <td className="number">
                      <ExactAmount wei={stake} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {known.data.left > 0 && (
            <p className="muted">{t('coordinate.votersCard.more', { left: formatCount(known.data.left) })}</p>
          )}
          {known.data.since > 0n && (
            <p className="muted">{t('coordinate.moneyCard.since', { block: String(known.data.since) })}</p>
          )}
        </>
      )}
    </section>
  );
}
