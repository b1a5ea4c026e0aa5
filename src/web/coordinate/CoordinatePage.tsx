import { useRef } from 'react';
import type { NodeInfo } from '#chain/nodeInfo.ts';
import type { RosterNode } from '#chain/roster.ts';
import { ProblemNotice } from '#web/components/Notice.tsx';
import { PageHead } from '#web/components/PageHead.tsx';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import { FundCard } from '#web/coordinate/running/FundCard.tsx';
import { MoneyCard } from '#web/coordinate/running/MoneyCard.tsx';
import { ReplaceKeyCard } from '#web/coordinate/running/ReplaceKeyCard.tsx';
import { StatusCard } from '#web/coordinate/running/StatusCard.tsx';
import { VotersCard } from '#web/coordinate/running/VotersCard.tsx';
import { SetupCard } from '#web/coordinate/setup/SetupCard.tsx';
import { t } from '#web/language/translate.ts';
import { NodeView } from '#web/ownNode/NodeView.tsx';
import { useNodeInfos, useRoster } from '#web/queries/useRoster.ts';
import { useWallet } from '#web/queries/useWallet.ts';
import { isOwnedBy } from '#web/staking/isOwnedBy.ts';
import '#web/coordinate/coordinate.css';

const Reading = () => (
  <p className="page-loading muted" role="status">
    {t('coordinate.coordinatePage.readingTheChain')}
  </p>
);

/** The owner's coordinator: its process, its money, its voters, and what the owner can change. */
function Running({ node }: { node: RosterNode }) {
  const infos = useNodeInfos([node]);
  // A new announcement takes a moment to read. Until then the forms stay, with the one before.
  const kept = useRef<{ info: NodeInfo | undefined }>(undefined);
  if (infos.complete) kept.current = { info: infos.byId.get(node.id) };
  if (kept.current === undefined) return <Reading />;
  const { info } = kept.current;
  return (
    <>
      <div className="columns">
        <FundCard node={node} />
        <StatusCard node={node} info={info} />
        <MoneyCard node={node} />
        <VotersCard node={node} />
      </div>
      <div className="section">
        <NodeView node={node} info={info} />
      </div>
      <div className="section">
        <ReplaceKeyCard node={node} />
      </div>
    </>
  );
}

/** Become a coordinator with the connected wallet, and look after it from then on. */
export function CoordinatePage() {
  usePageTitle(t('shell.pageHead.coordinate'));
  const { address } = useWallet();
  const roster = useRoster('coordinator');
  const own = address && roster.data?.filter((node) => isOwnedBy(node, address));
  const body = () => {
    if (address === undefined) return <SetupCard />;
    if (own === undefined) {
      return roster.isError ? (
        <ProblemNotice what={t('coordinate.coordinatePage.notRead')} onRetry={() => void roster.refetch()} />
      ) : (
        <Reading />
      );
    }
    return own.length === 0 ? (
      <SetupCard />
    ) : (
      own.map((node) => <Running key={String(node.id)} node={node} />)
    );
  };
  return (
    <>
      <PageHead path="/coordinate" />
      {body()}
    </>
  );
}
