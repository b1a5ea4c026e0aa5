import { useRef } from 'react';
import type { Address } from 'viem';
import { Link, useSearch } from 'wouter';
import type { NodeInfo } from '#chain/nodeInfo.ts';
import { EmptyNotice, ProblemNotice, WalletNotice } from '#web/components/Notice.tsx';
import { nodeLabel } from '#web/components/nodeLabel.ts';
import { PageHead } from '#web/components/PageHead.tsx';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import { KeyCard } from '#web/mine/key/KeyCard.tsx';
import { useMiner } from '#web/mine/miner/useMiner.ts';
import { useRegistration } from '#web/mine/setup/useRegistration.ts';
import { NodeView } from '#web/ownNode/NodeView.tsx';
import { OtherKey } from '#web/ownNode/OtherKey.tsx';
import { AcceptCard } from '#web/ownNode/offer/AcceptCard.tsx';
import { useOwnNodes } from '#web/ownNode/useOwnNodes.ts';
import { ownNodePath } from '#web/paths/nodePath.ts';
import { useMinimumBond } from '#web/queries/useMinimumBond.ts';
import { useNodes } from '#web/queries/useNodes.ts';
import { useNodeInfos } from '#web/queries/useRoster.ts';
import { useWallet } from '#web/queries/useWallet.ts';
import { isOwnedBy } from '#web/staking/isOwnedBy.ts';
import '#web/mine/mine.css';
import { rich, t } from '#web/language/translate.ts';

/** The node that an address asks for; undefined for none, and for what is no number. */
export function askedId(search: string): bigint | undefined {
  const id = new URLSearchParams(search).get('id') ?? '';
  return /^[1-9]\d{0,7}$/.test(id) ? BigInt(id) : undefined;
}

function Reading() {
  return (
    <p className="page-loading muted" role="status">
      {t('node.ownNodePage.readingTheChain')}
    </p>
  );
}

/** A node that is not in the wallet's list: of somebody else, or its own that was closed and emptied. */
function OtherNode({ id, wallet }: { id: bigint; wallet: Address }) {
  const [node] = useNodes([id]);
  const infos = useNodeInfos(node === undefined || node.id === 0n ? [] : [node]);
  const info = infos.byId.get(id);
  const minimum = useMinimumBond(node?.role ?? 'miner');
  if (node === undefined || minimum === undefined || !infos.complete) return <Reading />;
  if (node.id === 0n) {
    return (
      <EmptyNotice title={t('node.ownNodePage.noSuchNode')}>
        <p>
          {rich('node.ownNodePage.thereIsNoNode', {
            id: String(id),
            link: (part) => <Link href="/mine/node">{part}</Link>,
          })}
        </p>
      </EmptyNotice>
    );
  }
  if (isOwnedBy(node, wallet)) return <NodeView node={node} info={info} />;
  const label = nodeLabel(id, info?.name);
  return <AcceptCard node={node} label={label} wallet={wallet} minimum={minimum} />;
}

interface NodesOfProps {
  address: Address;
  /** As of `OtherKey`. */
  served: bigint | undefined;
}

function NodesOf({ address, served }: NodesOfProps) {
  const asked = askedId(useSearch());
  const { nodes, failed, retry } = useOwnNodes(address);
  const infos = useNodeInfos(nodes ?? []);
  // A new announcement takes a moment to read. Until then the forms stay, with the one before.
  const kept = useRef<ReadonlyMap<bigint, NodeInfo>>(undefined);
  if (nodes !== undefined && infos.complete) kept.current = infos.byId;
  const byId = kept.current;
  // A node that is closed here may leave the list; the page then says what became of it.
  const shown = useRef<bigint>(undefined);
  if (failed) return <ProblemNotice what={t('node.ownNodePage.yourNodesCouldNot')} onRetry={retry} />;
  if (nodes === undefined || byId === undefined) return <Reading />;
  const node = asked === undefined ? nodes[0] : nodes.find(({ id }) => id === asked);
  if (node !== undefined) shown.current = node.id;
  const gone = asked ?? shown.current;
  if (node === undefined && gone !== undefined) return <OtherNode id={gone} wallet={address} />;
  if (node === undefined) {
    return (
      <EmptyNotice title={t('node.ownNodePage.noNodeYet')}>
        <p>
          {rich('node.ownNodePage.thisWalletOwnsNo', { link: (part) => <Link href="/mine">{part}</Link> })}
        </p>
      </EmptyNotice>
    );
  }
  return (
    <>
      {nodes.length > 1 && (
        <nav className="row-actions node-choice" aria-label={t('node.ownNodePage.yourNodes')}>
          {nodes.map(({ id }) => (
            <Link
              key={String(id)}
              className="button small"
              href={ownNodePath(id)}
              aria-current={id === node.id ? 'page' : undefined}
            >
              {nodeLabel(id, byId.get(id)?.name)}
            </Link>
          ))}
        </nav>
      )}
      <OtherKey node={node} served={served} />
      <NodeView key={String(node.id)} node={node} info={byId.get(node.id)} />
    </>
  );
}

/** Of a node that the wallet does not own; it may have been offered to it. */
const OTHERS_HEAD = {
  heading: 'node.ownNodePage.othersNode',
  lead: 'node.ownNodePage.othersNodeLead',
} as const;

/** Whether the page shows a node of somebody else; false until that is read. */
function useIsOthers(address: Address | undefined): boolean {
  const asked = askedId(useSearch());
  const [node] = useNodes(asked === undefined ? [] : [asked]);
  return address !== undefined && node !== undefined && node.id !== 0n && !isOwnedBy(node, address);
}

/** Everything that an owner can do with a node, and this browser's key. */
export function OwnNodePage() {
  const { address } = useWallet();
  const isOthers = useIsOthers(address);
  usePageTitle(t(isOthers ? OTHERS_HEAD.heading : 'node.ownNodePage.yourNode'));
  const miner = useMiner();
  const { registration } = useRegistration(miner);
  const served = registration?.kind === 'registered' ? registration.node : undefined;
  const servedId = registration && (served?.id ?? 0n);
  const name = useNodeInfos(served === undefined ? [] : [served]).byId.get(served?.id ?? 0n)?.name;
  return (
    <>
      <PageHead path="/mine/node" instead={isOthers ? OTHERS_HEAD : undefined} />
      {address === undefined ? (
        <WalletNotice>{t('node.ownNodePage.connectTheWalletThat')}</WalletNotice>
      ) : (
        <NodesOf key={address} address={address} served={servedId} />
      )}
      <div className="section">
        <KeyCard miner={miner} serves={served === undefined ? undefined : nodeLabel(served.id, name)} />
      </div>
    </>
  );
}
