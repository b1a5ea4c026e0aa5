import type { RosterNode } from '#chain/roster.ts';
import { type Standing, standingOf } from '#chain/standing.ts';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { AddressTag } from '#web/components/AddressTag.tsx';
import { Badge, type Tone } from '#web/components/Badge.tsx';
import { Figure } from '#web/components/Figure.tsx';
import { formatAmount, formatCai, formatShare } from '#web/money/amount.ts';
import { formatMoment } from '#web/time/moment.ts';
import type { VoteOrder } from '#web/vote/VoteDialog.tsx';

const NAMES: Record<Standing, string> = {
  ACTIVE: 'Active',
  UNDER_STAKED: 'Under-staked',
  JAILED: 'Jailed',
  RETIRED: 'Retired',
  NOT_REGISTERED: 'Not registered',
};
const TONES: Record<Standing, Tone> = {
  ACTIVE: 'good',
  UNDER_STAKED: 'warn',
  JAILED: 'bad',
  RETIRED: 'warn',
  NOT_REGISTERED: 'warn',
};

/** The badge's words, and its tooltip if there is more to say. */
function badgeOf(node: RosterNode, standing: Standing): { name: string; title?: string } {
  if (standing === 'JAILED') return { name: NAMES.JAILED, title: `Until ${formatMoment(node.jailedUntil)}` };
  if (node.workingUntil === 0) return { name: NAMES[standing] };
  return { name: 'Working', title: `Earns double, paid until ${formatMoment(node.workingUntil)}` };
}

interface NodeCardProps {
  node: RosterNode;
  name: string;
  /** Wei of CAI of all nodes of this role. */
  totalWeight: bigint;
  /** The wallet's stake on it, in wei of CAI. */
  own: bigint;
  nowSeconds: number;
  connected: boolean;
  onOrder: (order: VoteOrder) => void;
}

export function NodeCard({ node, name, totalWeight, own, nowSeconds, connected, onOrder }: NodeCardProps) {
  const standing = standingOf(node, nowSeconds);
  const badge = badgeOf(node, standing);
  const share = formatShare(node.weight, totalWeight);
  const percent = totalWeight === 0n ? 0 : Number((node.weight * 1_000n) / totalWeight) / 10;
  return (
    <li className="card node" aria-label={name}>
      <div className="node-head">
        <div>
          <h3 title={`Node ${node.id}`}>{name}</h3>
          <AddressTag address={node.operator} />
        </div>
        <Badge tone={TONES[standing]} title={badge.title}>
          {badge.name}
        </Badge>
      </div>
      <div className="weight" role="img" aria-label={`${share} of all weight`}>
        <span className="weight-bar" style={{ width: `${percent}%` }} />
      </div>
      <dl className="figures">
        <Figure name="Weight" note={share}>
          {formatAmount(node.weight)}
        </Figure>
        <Figure name="Own stake">{formatAmount(node.selfBond)}</Figure>
        <Figure name="Votes">{formatAmount(node.assets - node.selfBond)}</Figure>
        <Figure name="Commission">{`${node.commissionBps / 100} %`}</Figure>
      </dl>
      <div className="node-foot">
        <span className={own > 0n ? 'mine' : 'muted'}>
          {own > 0n ? `Yours: ${formatCai(own)}` : 'You have no stake here'}
        </span>
        <div className="row-actions">
          <ActionButton
            unavailable={!connected || own === 0n}
            label={`Unvote ${name}`}
            onClick={() => onOrder({ kind: 'unvote', node, name })}
          >
            Unvote
          </ActionButton>
          <ActionButton
            className="primary"
            unavailable={!connected || node.retired}
            label={`Vote for ${name}`}
            onClick={() => onOrder({ kind: 'vote', node, name })}
          >
            Vote
          </ActionButton>
        </div>
      </div>
    </li>
  );
}
