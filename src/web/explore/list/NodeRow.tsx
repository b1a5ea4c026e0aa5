import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { AnnouncedCommission } from '#chain/nodeDetail.ts';
import { AddressTag } from '#web/components/AddressTag.tsx';
import { Badge } from '#web/components/Badge.tsx';
import { CompareTick, type CompareTickProps } from '#web/explore/compare/CompareTick.tsx';
import type { ListedNode } from '#web/explore/list/arrangeNodes.ts';
import type { LossText } from '#web/explore/nodes/useLosses.ts';
import {
  auditSentence,
  isBlemished,
  livenessSentence,
  sourceSentence,
} from '#web/explore/records/recordSentence.ts';
import { VoteButtons } from '#web/explore/vote/VoteButtons.tsx';
import type { VoteOrder } from '#web/explore/vote/VoteDialog.tsx';
import { t } from '#web/language/translate.ts';
import { formatShare } from '#web/money/amount.ts';
import { ExactAmount } from '#web/money/ExactAmount.tsx';
import { nodePath } from '#web/paths/nodePath.ts';
import type { StateText } from '#web/staking/nodeState.ts';
import { votesFor } from '#web/staking/votesFor.ts';
import { formatDay } from '#web/time/moment.ts';

/** A cell with its column's name, which stands there where the table's head does not. */
function Cell({ name, className, children }: { name: string; className?: string; children: ReactNode }) {
  return (
    <td className={className}>
      <span className="cell-name" aria-hidden="true">
        {name}
      </span>
      {children}
    </td>
  );
}

function OwnStake({ wei }: { wei: bigint | undefined }) {
  if (wei === undefined) return <span className="muted">{t('explore.nodeRow.reading')}</span>;
  return wei > 0n ? (
    <span className="mine">
      <ExactAmount wei={wei} unit="CAI" />
    </span>
  ) : (
    <span className="muted">{t('explore.nodeRow.none')}</span>
  );
}

export interface NodeRowProps extends ListedNode {
  state: StateText;
  /** Wei of CAI of all active nodes of its role. */
  totalWeight: bigint;
  /** Null: none; undefined: not known yet. */
  announced: AnnouncedCommission | null | undefined;
  /** What it lost by its faults. */
  loss: LossText;
  /** What to say of a node of which no coordinator has a record. */
  unrecorded: string;
  /** The wallet's stake on it, in wei of CAI; undefined while that is not known. */
  own: bigint | undefined;
  onOrder: (order: VoteOrder) => void;
  tick: Omit<CompareTickProps, 'name'>;
}

export function NodeRow(props: NodeRowProps) {
  const { node, name, record, state, totalWeight, announced, loss, unrecorded, own, onOrder, tick } = props;
  const shown = name ?? t('explore.nodeRow.nodeId', { id: node.id });
  const percent = totalWeight === 0n ? 0 : Number((node.weight * 1_000n) / totalWeight) / 10;
  return (
    <tr>
      <th scope="row" className="explore-node">
        <Link href={nodePath(node.id)}>
          <bdi>{shown}</bdi>
        </Link>
        <small>
          {t(node.role === 'miner' ? 'explore.nodeRow.minerId' : 'explore.nodeRow.coordinatorId', {
            id: node.id,
          })}
        </small>
        <AddressTag address={node.operator} />
      </th>
      <Cell name={t('explore.nodeRow.state')} className="explore-state">
        <Badge tone={state.tone}>{state.words}</Badge>
        <small>{state.sentence}</small>
      </Cell>
      <Cell name={t('explore.nodeRow.ownBond')} className="number">
        <ExactAmount wei={node.selfBond} unit="CAI" />
      </Cell>
      <Cell name={t('explore.nodeRow.votes')} className="number">
        <ExactAmount wei={votesFor(node)} unit="CAI" />
      </Cell>
      <Cell name={t('explore.nodeRow.shareOfStake')} className="number">
        {formatShare(node.weight, totalWeight)}
        <span className="weight" aria-hidden="true">
          <span className="weight-bar" style={{ width: `${percent}%` }} />
        </span>
      </Cell>
      <Cell name={t('explore.nodeRow.commission')} className="number">
        {`${node.commissionBps / 100} %`}
        <small className={announced ? 'warn' : 'muted'}>
          {announced
            ? t('explore.nodeRow.valueFromEffectiveat', {
                value: announced.bps / 100,
                effectiveAt: formatDay(announced.effectiveAt),
              })
            : announced === null
              ? t('explore.nodeRow.noRiseAhead')
              : ' '}
        </small>
      </Cell>
      <Cell name={t('explore.nodeRow.audits')} className="explore-record">
        {node.role === 'coordinator' ? (
          <span className="muted">{t('explore.nodeRow.givesOutTasks')}</span>
        ) : (
          <span className={isBlemished(record?.results) ? 'bad' : undefined}>
            {record === undefined ? unrecorded : auditSentence(record.results)}
          </span>
        )}
        {record !== undefined && (
          <small className="muted">
            {record.isOnline
              ? t('explore.nodeRow.online', { source: sourceSentence(record) })
              : sourceSentence(record)}
          </small>
        )}
        {node.role === 'miner' && (
          <small className="muted">{record === undefined ? ' ' : livenessSentence(record)}</small>
        )}
        <small className={loss.isLoser ? 'bad' : 'muted'}>{loss.sentence ?? ' '}</small>
      </Cell>
      <Cell name={t('explore.nodeRow.yourStake')} className="explore-own">
        <OwnStake wei={own} />
        <VoteButtons node={node} name={shown} own={own ?? 0n} onOrder={onOrder} />
        <CompareTick {...tick} name={shown} />
      </Cell>
    </tr>
  );
}
