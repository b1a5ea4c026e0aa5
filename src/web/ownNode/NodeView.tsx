import { Link } from 'wouter';
import type { NodeInfo } from '#chain/nodeInfo.ts';
import type { RosterNode } from '#chain/roster.ts';
import { Badge } from '#web/components/Badge.tsx';
import { Figure } from '#web/components/Figure.tsx';
import { nodeLabel } from '#web/components/nodeLabel.ts';
import { rich, t } from '#web/language/translate.ts';
import { ExactAmount } from '#web/money/ExactAmount.tsx';
import { BondCard } from '#web/ownNode/BondCard.tsx';
import { CommissionCard } from '#web/ownNode/CommissionCard.tsx';
import { InfoCard } from '#web/ownNode/InfoCard.tsx';
import { NodeAlert } from '#web/ownNode/NodeAlert.tsx';
import { OfferCard } from '#web/ownNode/offer/OfferCard.tsx';
import { RetireCard } from '#web/ownNode/RetireCard.tsx';
import { useChainNowSeconds } from '#web/queries/useChainClock.ts';
import { useMinimumBond } from '#web/queries/useMinimumBond.ts';
import { useStake } from '#web/queries/useStake.ts';
import { useBalances } from '#web/queries/useWallet.ts';
import { stateText } from '#web/staking/nodeState.ts';
import { votesFor } from '#web/staking/votesFor.ts';
import '#web/ownNode/ownNode.css';

interface NodeViewProps {
  node: RosterNode;
  /** As it announces it; undefined where that cannot be read. */
  info: NodeInfo | undefined;
}

/** A node of the wallet's own. */
export function NodeView({ node, info }: NodeViewProps) {
  const nowSeconds = useChainNowSeconds();
  const minimum = useMinimumBond(node.role);
  const stake = useStake(node.owner);
  const inWallet = useBalances(node.owner).data?.cai;
  const label = nodeLabel(node.id, info?.name);
  const state = stateText(node, { nowSeconds, minimumBond: minimum });
  return (
    <>
      <div className="section-head">
        <h2 className="wrap">
          {info?.name ?? t('node.nodeView.nodeId', { id: node.id })}{' '}
          <Badge tone={state.tone}>{state.words}</Badge>
        </h2>
        <p className="muted">{state.sentence}</p>
      </div>
      <dl className="figures strip" aria-label={t('node.nodeView.theNodeInCai')}>
        <Figure name={t('node.nodeView.yourBond')} note="CAI">
          <ExactAmount wei={node.selfBond} />
        </Figure>
        <Figure name={t('node.nodeView.votesOfOthers')} note="CAI">
          <ExactAmount wei={votesFor(node)} />
        </Figure>
        <Figure name={t('node.nodeView.weightInTheDraw')} note="CAI">
          <ExactAmount wei={node.weight} />
        </Figure>
        <Figure
          name={t('node.nodeView.commission')}
          note={t('node.nodeView.ofVotersEmission')}
        >{`${node.commissionBps / 100} %`}</Figure>
      </dl>
      {minimum === undefined || stake.data === undefined ? (
        <p className="page-loading muted" role="status">
          {t('node.nodeView.readingTheChain')}
        </p>
      ) : (
        <div className="columns">
          <NodeAlert node={node} minimum={minimum} idle={stake.data.idle} nowSeconds={nowSeconds} />
          {!node.retired && (
            <>
              <BondCard
                node={node}
                label={label}
                minimum={minimum}
                idle={stake.data.idle}
                inWallet={inWallet}
                coolDown={stake.data.coolDown}
              />
              <InfoCard node={node} info={info} />
              <CommissionCard node={node} coolDown={stake.data.coolDown} />
              <OfferCard node={node} minimum={minimum} />
              <RetireCard node={node} label={label} />
            </>
          )}
          <OperatorCard node={node} />
        </div>
      )}
    </>
  );
}

/** The key that signs for the node. A wallet changes it where the new key is. */
function OperatorCard({ node }: { node: RosterNode }) {
  return (
    <section className="card span" aria-labelledby="operator-title">
      <h2 id="operator-title">{t('node.nodeView.theNodesKey')}</h2>
      <p className="muted wrap">
        <code>{node.operator}</code>
      </p>
      {node.role === 'miner' ? (
        <p>{rich('node.nodeView.itSignsForThe', { link: (part) => <Link href="/mine">{part}</Link> })}</p>
      ) : (
        <p>
          {rich('node.nodeView.itSignsForThe2', { link: (part) => <Link href="/coordinate">{part}</Link> })}
        </p>
      )}
    </section>
  );
}
