import { Link } from 'wouter';
import type { NodeDetail } from '#chain/nodeDetail.ts';
import { Figure } from '#web/components/Figure.tsx';
import { usePosition } from '#web/explore/node/useNode.ts';
import { rich, t } from '#web/language/translate.ts';
import { formatCai } from '#web/money/amount.ts';
import { ExactAmount } from '#web/money/ExactAmount.tsx';
import { ownNodePath } from '#web/paths/nodePath.ts';
import { useWallet } from '#web/queries/useWallet.ts';
import { leastBond } from '#web/staking/bondEffect.ts';
import { isOwnedBy } from '#web/staking/isOwnedBy.ts';
import { formatDuration } from '#web/time/moment.ts';

/** What the wallet has in the node, and what leaving means. */
export function PositionCard({ detail }: { detail: NodeDetail }) {
  const { address } = useWallet();
  const { node, minimumBond } = detail;
  const position = usePosition(node.id).data;
  const isOwner = address !== undefined && isOwnedBy(node, address);
  const coolDown =
    position === undefined ? t('explore.positionCard.theCoolDown') : formatDuration(position.coolDown);
  return (
    <section className="card" aria-labelledby="position-title">
      <h2 id="position-title">
        {isOwner ? t('explore.positionCard.yourNode') : t('explore.positionCard.yourPosition')}
      </h2>
      {address === undefined ? (
        <p>{t('explore.positionCard.connectAWalletTo')}</p>
      ) : (
        <dl className="figures">
          <Figure
            name={isOwner ? t('explore.positionCard.yourBond') : t('explore.positionCard.yourVotes')}
            note="CAI"
          >
            {position && <ExactAmount wei={position.stake} />}
          </Figure>
          <Figure name={t('explore.positionCard.leaving')} note={t('explore.positionCard.caiEarnsNothing')}>
            {position && <ExactAmount wei={position.leaving} />}
          </Figure>
          <Figure name={t('explore.positionCard.rewards')} note={t('explore.positionCard.caiNotClaimedYet')}>
            {position && <ExactAmount wei={position.rewards} />}
          </Figure>
        </dl>
      )}
      {isOwner ? (
        <p>
          {rich('explore.positionCard.theBondKeepsThe', {
            minimumBond: formatCai(leastBond(minimumBond, true)),
            link: (part) => <Link href={ownNodePath(node.id)}>{part}</Link>,
          })}
        </p>
      ) : (
        <p>{t('explore.positionCard.aVoteSharesThe')}</p>
      )}
      <p className="muted">
        {rich('explore.positionCard.stakeThatLeavesWaits', {
          coolDown,
          link: (part) => <Link href="/portfolio">{part}</Link>,
        })}
      </p>
    </section>
  );
}
