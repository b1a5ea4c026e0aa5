import { Link, useParams } from 'wouter';
import { ProblemNotice } from '#web/components/Notice.tsx';
import { PageBack, PageHead } from '#web/components/PageHead.tsx';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import { NodeView } from '#web/explore/node/NodeView.tsx';
import { useNode } from '#web/explore/node/useNode.ts';
import { useNodeInfos } from '#web/queries/useRoster.ts';
import '#web/explore/list/list.css';
import '#web/explore/node/node.css';
import { t } from '#web/language/translate.ts';

function NoSuchNode() {
  usePageTitle(t('explore.nodePage.noSuchNode'));
  return (
    <div className="notice">
      <h1>{t('explore.nodePage.noSuchNode')}</h1>
      <p>{t('explore.nodePage.noNodeHasThis')}</p>
      <Link href="/nodes" className="button primary">
        {t('explore.nodePage.seeAllNodes')}
      </Link>
    </div>
  );
}

function Node({ id }: { id: bigint }) {
  const { data, isError, refetch } = useNode(id);
  const infos = useNodeInfos(data === undefined || data === null ? [] : [data.node]);
  const info = infos.byId.get(id);
  usePageTitle(info?.name ?? t('explore.nodePage.nodeId', { id }));
  if (data === null) return <NoSuchNode />;
  // Without its name the heading would change before the reader's eyes.
  if (data !== undefined && infos.complete) return <NodeView detail={data} info={info} />;
  if (isError) {
    return (
      <>
        <h1 className="unseen">{t('explore.nodePage.nodeId', { id: String(id) })}</h1>
        <ProblemNotice what={t('explore.nodePage.nodeIdCouldNot', { id })} onRetry={() => void refetch()} />
      </>
    );
  }
  return (
    <>
      <PageHead path="/nodes/:id" />
      <p className="page-loading muted" role="status">
        {t('explore.nodePage.readingTheChain')}
      </p>
    </>
  );
}

/** The contract numbers nodes with 24 bits. */
const MOST_NODES = 2n ** 24n - 1n;

/** One node at its own address. */
export function NodePage() {
  const { id = '' } = useParams<{ id: string }>();
  const isNumber = /^[1-9]\d{0,7}$/.test(id) && BigInt(id) <= MOST_NODES;
  return (
    <>
      <PageBack path="/nodes/:id" />
      {isNumber ? <Node id={BigInt(id)} /> : <NoSuchNode />}
    </>
  );
}
