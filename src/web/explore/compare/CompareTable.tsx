import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Emission } from '#chain/emission.ts';
import type { AnnouncedCommission } from '#chain/nodeDetail.ts';
import type { RosterNode } from '#chain/roster.ts';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { Badge } from '#web/components/Badge.tsx';
import { LEAST_COMPARED } from '#web/explore/compare/comparedIds.ts';
import type { LossText } from '#web/explore/nodes/useLosses.ts';
import {
  auditSentence,
  callSentence,
  isBlemished,
  sourceSentence,
} from '#web/explore/records/recordSentence.ts';
import { VoteButtons } from '#web/explore/vote/VoteButtons.tsx';
import type { VoteOrder } from '#web/explore/vote/VoteDialog.tsx';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import { formatShare, roundCai } from '#web/money/amount.ts';
import { ExactAmount } from '#web/money/ExactAmount.tsx';
import type { NodeRecord } from '#web/nodeRecords/mergeRecords.ts';
import { nodePath } from '#web/paths/nodePath.ts';
import { AprFormula } from '#web/staking/apr/AprFormula.tsx';
import type { Observed } from '#web/staking/apr/netApr.ts';
import { formatApr, THOUSAND_CAI, yearlyOf } from '#web/staking/apr.ts';
import type { StateText } from '#web/staking/nodeState.ts';
import { votesFor } from '#web/staking/votesFor.ts';
import { formatDay } from '#web/time/moment.ts';

/** A node beside others. What is undefined is not known yet. */
export interface ComparedNode {
  node: RosterNode;
  /** As it calls itself, or by its number. */
  name: string;
  state: StateText;
  record: NodeRecord | undefined;
  /** What to say where no coordinator has a record. */
  unrecorded: string;
  /** Null: none. */
  announced: AnnouncedCommission | null | undefined;
  loss: LossText;
  /** What a vote earns in a year, as a fraction. */
  apr: number | undefined;
  /** Its fees and slashes of late, which are in the rate where they are known. */
  observed: Observed | undefined;
  emission: Emission | undefined;
  /** Wei of CAI of all active nodes of its role. */
  totalWeight: bigint;
  /** The wallet's stake on it, in wei of CAI. */
  own: bigint;
}

const UNKNOWN = '–';

/** A figure reads from the left, whatever is around it. */
const figure = (text: ReactNode) => <span className="digits">{text}</span>;

/** What a rate counts in, and what not. */
const basisOf = (observed: Observed | undefined): string =>
  t(observed === undefined ? 'explore.nodeView.nowBeforeSlashesAnd' : 'explore.nodeView.nowNetOfSlashes');

const commissionNote = ({ announced }: ComparedNode): string => {
  if (announced === undefined) return '';
  if (announced === null) return t('explore.nodeRow.noRiseAhead');
  return t('explore.nodeRow.valueFromEffectiveat', {
    value: announced.bps / 100,
    effectiveAt: formatDay(announced.effectiveAt),
  });
};

function Audits({ node, record, unrecorded }: ComparedNode) {
  if (node.role === 'coordinator') return t('explore.nodeRow.givesOutTasks');
  if (record === undefined) return unrecorded;
  return (
    <>
      <span className={isBlemished(record.results) ? 'bad' : undefined}>{auditSentence(record.results)}</span>
      <small>{sourceSentence(record)}</small>
    </>
  );
}

/** What nodes are compared by: the name of a line, and what a node has in it. */
const LINES: { name: MessageKey; show: (each: ComparedNode) => ReactNode }[] = [
  {
    name: 'explore.nodeTable.state',
    show: ({ state }) => (
      <>
        <Badge tone={state.tone}>{state.words}</Badge>
        <small>{state.sentence}</small>
      </>
    ),
  },
  {
    name: 'explore.nodeTable.ownBond',
    show: ({ node }) => figure(<ExactAmount wei={node.selfBond} unit="CAI" />),
  },
  {
    name: 'explore.filterBar.votes',
    show: ({ node }) => figure(<ExactAmount wei={votesFor(node)} unit="CAI" />),
  },
  {
    name: 'explore.filterBar.shareOfStake',
    show: ({ node, totalWeight }) => (
      <>
        {figure(formatShare(node.weight, totalWeight))}
        <small>{t('explore.nodeView.ofAllActiveRole', { role: node.role })}</small>
      </>
    ),
  },
  {
    name: 'explore.filterBar.commission',
    show: (each) => (
      <>
        {figure(`${each.node.commissionBps / 100} %`)}
        <small className={each.announced ? 'warn' : undefined}>{commissionNote(each)}</small>
      </>
    ),
  },
  { name: 'explore.filterBar.audits', show: (each) => <Audits {...each} /> },
  {
    name: 'explore.compareTable.callsAnswered',
    show: ({ node, record }) => (
      <>
        {record === undefined ? UNKNOWN : callSentence(record.calls)}
        {node.role === 'miner' && record?.isOnline === true && (
          <small>{t('explore.auditsCard.onlineThereNow')}</small>
        )}
      </>
    ),
  },
  {
    name: 'explore.faultsCard.slashes',
    show: ({ loss }) => <span className={loss.isLoser ? 'bad' : undefined}>{loss.sentence ?? UNKNOWN}</span>,
  },
  {
    name: 'explore.nodeView.aVoteEarns',
    show: ({ apr, node, emission, observed }) => (
      <>
        {figure(apr === undefined ? UNKNOWN : formatApr(apr))}
        <small>{basisOf(observed)}</small>
        {emission !== undefined && <AprFormula node={node} emission={emission} observed={observed} />}
      </>
    ),
  },
  {
    name: 'explore.compareTable.thousandInAYear',
    show: ({ apr, observed }) => (
      <>
        {figure(apr === undefined ? UNKNOWN : roundCai(yearlyOf(THOUSAND_CAI, apr)))}
        <small>{basisOf(observed)}</small>
      </>
    ),
  },
];

interface CompareTableProps {
  nodes: readonly ComparedNode[];
  onRemove: (id: bigint) => void;
  onOrder: (order: VoteOrder) => void;
}

/** Nodes side by side. Where there is no room for all of them, it scrolls and the lines' names stay. */
export function CompareTable({ nodes, onRemove, onOrder }: CompareTableProps) {
  return (
    <div className="compare-scroll" role="region" aria-labelledby="compare-title" tabIndex={0}>
      <table className="compare-table">
        <thead>
          <tr>
            <td />
            {nodes.map(({ node, name }) => (
              <th key={String(node.id)} scope="col">
                <Link href={nodePath(node.id)}>{name}</Link>
                <small>
                  {t(node.role === 'miner' ? 'explore.nodeRow.minerId' : 'explore.nodeRow.coordinatorId', {
                    id: node.id,
                  })}
                </small>
                {nodes.length > LEAST_COMPARED && (
                  <ActionButton
                    className="small"
                    label={t('explore.compareTable.removeName', { name })}
                    onClick={() => onRemove(node.id)}
                  >
                    {t('explore.compareTable.remove')}
                  </ActionButton>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {LINES.map(({ name, show }) => (
            <tr key={name}>
              <th scope="row">{t(name)}</th>
              {nodes.map((each) => (
                <td key={String(each.node.id)}>{show(each)}</td>
              ))}
            </tr>
          ))}
          <tr>
            <th scope="row">{t('explore.nodeTable.yourStake')}</th>
            {nodes.map(({ node, name, own }) => (
              <td key={String(node.id)}>
                {own > 0n ? figure(<ExactAmount wei={own} unit="CAI" />) : t('explore.nodeRow.none')}
                <VoteButtons node={node} name={name} own={own} onOrder={onOrder} />
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </div>
  );
}
