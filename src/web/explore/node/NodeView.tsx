import { useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import type { NodeDetail } from '#chain/nodeDetail.ts';
import type { NodeInfo } from '#chain/nodeInfo.ts';
import { Badge } from '#web/components/Badge.tsx';
import { Figure } from '#web/components/Figure.tsx';
import { PageHead } from '#web/components/PageHead.tsx';
import { AuditsCard } from '#web/explore/node/AuditsCard.tsx';
import { EarningsCard } from '#web/explore/node/EarningsCard.tsx';
import { FaultsCard } from '#web/explore/node/FaultsCard.tsx';
import { IdentityCard } from '#web/explore/node/IdentityCard.tsx';
import { PositionCard } from '#web/explore/node/PositionCard.tsx';
import { SlashNotice } from '#web/explore/node/SlashNotice.tsx';
import { StakeCard } from '#web/explore/node/StakeCard.tsx';
import { usePosition } from '#web/explore/node/useNode.ts';
import { usePastApr } from '#web/explore/node/usePastApr.ts';
import { isConnected } from '#web/explore/records/isConnected.ts';
import { VoteButtons } from '#web/explore/vote/VoteButtons.tsx';
import { VoteDialog, type VoteOrder } from '#web/explore/vote/VoteDialog.tsx';
import { t } from '#web/language/translate.ts';
import { formatShare } from '#web/money/amount.ts';
import { ExactAmount } from '#web/money/ExactAmount.tsx';
import { useNodeRecords } from '#web/nodeRecords/useNodeRecords.ts';
import { nodePath, plannedVote } from '#web/paths/nodePath.ts';
import { useChainNowSeconds } from '#web/queries/useChainClock.ts';
import { useEmission } from '#web/queries/useEmission.ts';
import { voterNetApr } from '#web/staking/apr/netApr.ts';
import { useObserved } from '#web/staking/apr/useObserved.ts';
import { formatApr } from '#web/staking/apr.ts';
import { isOwnedBy } from '#web/staking/isOwnedBy.ts';
import { stateText, voteBar } from '#web/staking/nodeState.ts';
import { votesFor } from '#web/staking/votesFor.ts';
import { useWalletLink } from '#web/wallet/walletLink.ts';

/** Everything about one node. */
export function NodeView({ detail, info }: { detail: NodeDetail; info: NodeInfo | undefined }) {
  const { node, totalWeight, minimumBond } = detail;
  const [order, setOrder] = useState<VoteOrder | null>(null);
  const nowSeconds = useChainNowSeconds();
  const emission = useEmission().data;
  const past = usePastApr(node.id);
  const observed = useObserved()(node.id);
  const records = useNodeRecords(node.id);
  const own = usePosition(node.id).data?.stake ?? 0n;
  const name = info?.name ?? t('explore.nodeView.nodeId', { id: node.id });
  const state = stateText(node, {
    ...{ nowSeconds, minimumBond },
    isConnected: isConnected(records, node.id),
  });
  const [params] = useSearchParams();
  const [, navigate] = useLocation();
  const planned = plannedVote(params);
  const { account } = useWalletLink();
  const isOwner = account !== undefined && isOwnedBy(node, account.address);
  const shown =
    order ??
    (planned !== undefined && account !== undefined && voteBar(node, isOwner) === null
      ? { kind: 'vote' as const, node, name, isOwner, amount: planned }
      : null);
  return (
    <>
      <PageHead path="/nodes/:id" name={name}>
        <p>
          {t(node.role === 'miner' ? 'explore.nodeView.minerNode' : 'explore.nodeView.coordinatorNode', {
            id: node.id,
          })}
        </p>
        <p className="state-line">
          <Badge tone={state.tone}>{state.words}</Badge>
          <span>{state.sentence}</span>
        </p>
        <SlashNotice node={node} />
        <VoteButtons node={node} name={name} own={own} onOrder={setOrder} />
      </PageHead>
      <dl className="figures strip" aria-label={t('explore.nodeView.theNodeInFigures')}>
        <Figure name={t('explore.nodeView.ownBond')} note="CAI">
          <ExactAmount wei={node.selfBond} />
        </Figure>
        <Figure name={t('explore.nodeView.votes')} note="CAI">
          <ExactAmount wei={votesFor(node)} />
        </Figure>
        <Figure
          name={t('explore.nodeView.shareOfStake')}
          note={t('explore.nodeView.ofAllActiveRole', { role: node.role })}
        >
          {formatShare(node.weight, totalWeight)}
        </Figure>
        <Figure
          name={t('explore.nodeView.aVoteEarns')}
          note={t(
            observed === undefined
              ? 'explore.nodeView.nowBeforeSlashesAnd'
              : 'explore.nodeView.nowNetOfSlashes',
          )}
        >
          {emission && formatApr(voterNetApr(emission, node, observed))}
        </Figure>
      </dl>
      <div className="columns">
        <div className="node-stack">
          <EarningsCard detail={detail} emission={emission} past={past} observed={observed} />
          <IdentityCard detail={detail} info={info} />
        </div>
        <div className="node-stack">
          <StakeCard detail={detail} />
          <PositionCard detail={detail} />
        </div>
        {node.role === 'miner' && (
          <AuditsCard record={records.byNode.get(String(node.id))} records={records} />
        )}
        <FaultsCard node={node} />
      </div>
      {shown !== null && (
        <VoteDialog
          order={shown}
          onClose={() => {
            setOrder(null);
            // Else it would open again at once, and after each reload.
            if (planned !== undefined) navigate(nodePath(node.id), { replace: true });
          }}
        />
      )}
    </>
  );
}
