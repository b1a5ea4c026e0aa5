import { Link } from 'wouter';
import type { PayerChannels } from '#chain/history/payerChannels.ts';
import type { RosterNode } from '#chain/roster.ts';
import { ExplorerAddress } from '#web/components/ExplorerLink.tsx';
import { Figure } from '#web/components/Figure.tsx';
import { usePayerChannels, useUnclaimed } from '#web/coordinate/running/useMoney.ts';
import { rich, t } from '#web/language/translate.ts';
import { formatCai, formatCount } from '#web/money/amount.ts';
import { ExactAmount } from '#web/money/ExactAmount.tsx';
import { useBalances } from '#web/queries/useWallet.ts';

function Channels({ paid: { channels, left, since } }: { paid: PayerChannels }) {
  const held = channels.reduce((sum, { channel }) => sum + channel.balance, 0n);
  if (channels.length === 0) return <p>{t('coordinate.moneyCard.noChannel')}</p>;
  return (
    <>
      <div
        className="ledger-scroll"
        role="region"
        aria-label={t('coordinate.moneyCard.channels')}
        tabIndex={0}
      >
        <table className="ledger">
          <thead>
            <tr>
              <th scope="col">{t('coordinate.moneyCard.miner')}</th>
              <th scope="col" className="number">
                {t('coordinate.moneyCard.deposit')}
              </th>
              <th scope="col" className="number">
                {t('coordinate.moneyCard.spent')}
              </th>
              <th scope="col" className="number">
                {t('coordinate.moneyCard.withdrawing')}
              </th>
            </tr>
          </thead>
          <tbody>
            {channels.map(({ payee, channel }) => (
              <tr key={payee}>
                <th scope="row">
                  <ExplorerAddress address={payee} />
                </th>
                <td className="number">
                  <ExactAmount wei={channel.balance} />
                </td>
                <td className="number">
                  <ExactAmount wei={channel.redeemed} />
                </td>
                <td className="number">
                  <ExactAmount wei={channel.withdrawing} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="muted">
        {left > 0 && `${t('coordinate.moneyCard.moreChannels', { left: formatCount(left) })} `}
        {since > 0n && `${t('coordinate.moneyCard.since', { block: String(since) })} `}
        {t('coordinate.moneyCard.theKeyWithdraws', { held: formatCai(held) })}
      </p>
    </>
  );
}

/** What the node earns, what its key pays with, and what its payments bring its voters. */
export function MoneyCard({ node }: { node: RosterNode }) {
  const paid = usePayerChannels(node);
  const unclaimed = useUnclaimed(node).data;
  const key = useBalances(node.operator).data;
  const held = paid.data?.channels.reduce((sum, { channel }) => sum + channel.balance, 0n);
  return (
    <section className="card span" aria-labelledby="money-title">
      <h2 id="money-title">{t('coordinate.moneyCard.money')}</h2>
      <dl className="figures" aria-label={t('coordinate.moneyCard.inCai')}>
        <Figure name={t('coordinate.moneyCard.unclaimed')} note="CAI">
          {unclaimed === undefined ? undefined : <ExactAmount wei={unclaimed} />}
        </Figure>
        <Figure name={t('coordinate.moneyCard.feesToVoters')} note="CAI">
          {paid.data === undefined ? undefined : <ExactAmount wei={paid.data.sharedWithVoters} />}
        </Figure>
        <Figure name={t('coordinate.moneyCard.inTheKey')} note="CAI">
          {key === undefined ? undefined : <ExactAmount wei={key.cai} />}
        </Figure>
        <Figure name={t('coordinate.moneyCard.gasOfTheKey')} note="ETH">
          {key === undefined ? undefined : <ExactAmount wei={key.gas} />}
        </Figure>
        <Figure name={t('coordinate.moneyCard.inChannels')} note="CAI">
          {held === undefined ? undefined : <ExactAmount wei={held} />}
        </Figure>
      </dl>
      <p>
        {rich('coordinate.moneyCard.claimInThePortfolio', {
          link: (part) => <Link href="/portfolio">{part}</Link>,
        })}
      </p>
      <h3>{t('coordinate.moneyCard.channels')}</h3>
      {paid.data === undefined ? (
        <p className="muted" role="status">
          {paid.isError
            ? t('coordinate.moneyCard.historyNotRead')
            : t('coordinate.moneyCard.readingTheChain')}
        </p>
      ) : (
        <Channels paid={paid.data} />
      )}
    </section>
  );
}
