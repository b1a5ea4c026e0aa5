import { Link } from 'wouter';
import type { NodeDetail } from '#chain/nodeDetail.ts';
import { Figure } from '#web/components/Figure.tsx';
import { usePosition } from '#web/explore/node/useNode.ts';
import { formatAmount, formatCai } from '#web/money/amount.ts';
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
  const coolDown = position === undefined ? 'the cool-down' : formatDuration(position.coolDown);
  return (
    <section className="card" aria-labelledby="position-title">
      <h2 id="position-title">{isOwner ? 'Your node' : 'Your position'}</h2>
      {address === undefined ? (
        <p>Connect a wallet to see what you have here.</p>
      ) : (
        <dl className="figures">
          <Figure name={isOwner ? 'Your bond' : 'Your votes'} note="CAI">
            {position && formatAmount(position.stake)}
          </Figure>
          <Figure name="Leaving" note="CAI, earns nothing">
            {position && formatAmount(position.leaving)}
          </Figure>
          <Figure name="Rewards" note="CAI, not claimed yet">
            {position && formatAmount(position.rewards)}
          </Figure>
        </dl>
      )}
      {isOwner ? (
        <p>
          The bond keeps the node going: below {formatCai(leastBond(minimumBond, true))} it gets no tasks and
          earns nothing, for you and for its voters. <Link href={ownNodePath(node.id)}>Manage your node</Link>
        </p>
      ) : (
        <p>A vote shares the node’s rewards and its slashes.</p>
      )}
      <p className="muted">
        Stake that leaves waits for {coolDown}. It earns nothing then and can still be slashed; after that you
        withdraw it in your <Link href="/portfolio">portfolio</Link>, where rewards are claimed too.
      </p>
    </section>
  );
}
