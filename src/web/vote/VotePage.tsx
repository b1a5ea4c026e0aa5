import { useMemo, useState } from 'react';
import type { Role, RosterNode } from '#chain/roster.ts';
import { EmptyNotice, ProblemNotice } from '#web/components/Notice.tsx';
import { PageHead } from '#web/components/PageHead.tsx';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import { useChainNowSeconds } from '#web/queries/useChainClock.ts';
import { useNodeInfos, useRoster } from '#web/queries/useRoster.ts';
import { useVotes } from '#web/queries/useVotes.ts';
import { useWallet } from '#web/queries/useWallet.ts';
import { NodeCard } from '#web/vote/NodeCard.tsx';
import { VoteDialog, type VoteOrder } from '#web/vote/VoteDialog.tsx';

interface NodeSectionProps {
  title: string;
  hint: string;
  empty: string;
  nodes: RosterNode[] | undefined;
  /** Wei by node id. */
  own: Map<bigint, bigint>;
  connected: boolean;
  onOrder: (order: VoteOrder) => void;
}

function NodeSection({ title, hint, empty, nodes, own, connected, onOrder }: NodeSectionProps) {
  const infos = useNodeInfos(nodes ?? []);
  const nowSeconds = useChainNowSeconds();
  const total = (nodes ?? []).reduce((sum, { weight }) => sum + weight, 0n);
  return (
    <section className="section" aria-labelledby={`nodes-${title}`}>
      <div className="section-head">
        <h2 id={`nodes-${title}`}>{title}</h2>
        <p className="muted">{hint}</p>
      </div>
      {nodes?.length === 0 && <EmptyNotice level={3} title={empty} />}
      <ul className="cards" aria-label={title}>
        {nodes?.map((node) => (
          <NodeCard
            key={String(node.id)}
            node={node}
            name={infos.byId.get(node.id)?.name ?? `Node ${node.id}`}
            totalWeight={total}
            own={own.get(node.id) ?? 0n}
            nowSeconds={nowSeconds}
            connected={connected}
            onOrder={onOrder}
          />
        ))}
      </ul>
    </section>
  );
}

const ROLES: { role: Role; title: string; hint: string; empty: string }[] = [
  {
    role: 'miner',
    title: 'Miners',
    hint: 'Tabs that do the work. A miner’s chance in the draw is its share of all stake.',
    empty: 'No miner is registered yet',
  },
  {
    role: 'coordinator',
    title: 'Coordinators',
    hint: 'Servers that take tasks from apps and hand them to miners.',
    empty: 'No coordinator is registered yet',
  },
];

export function VotePage() {
  usePageTitle('Vote');
  const { address } = useWallet();
  const rosters = { miner: useRoster('miner'), coordinator: useRoster('coordinator') };
  const votes = useVotes(address);
  const [order, setOrder] = useState<VoteOrder | null>(null);
  const own = useMemo(
    () => new Map((votes.data ?? []).map(({ node, amount }) => [node.id, amount])),
    [votes.data],
  );
  const retired = (votes.data ?? []).filter(({ node }) => node.retired).map(({ node }) => node);
  // One section appearing above another would push it down.
  const reading = ROLES.some(({ role }) => rosters[role].isPending);
  const common = { own, connected: address !== undefined, onOrder: setOrder };

  return (
    <>
      <PageHead path="/vote" />
      {reading && (
        <p className="page-loading muted" role="status">
          Reading the chain…
        </p>
      )}
      {(reading ? [] : ROLES).map(({ role, title, hint, empty }) =>
        rosters[role].isError && rosters[role].data === undefined ? (
          <ProblemNotice
            key={role}
            what={`${title} could not be read`}
            onRetry={() => void rosters[role].refetch()}
          />
        ) : (
          <NodeSection
            key={role}
            title={title}
            hint={hint}
            empty={empty}
            nodes={rosters[role].data}
            {...common}
          />
        ),
      )}
      {retired.length > 0 && (
        <NodeSection
          title="Retired nodes"
          hint="Their owners closed them. Unvote to take your stake back."
          empty=""
          nodes={retired}
          {...common}
        />
      )}
      {order !== null && <VoteDialog order={order} onClose={() => setOrder(null)} />}
    </>
  );
}
