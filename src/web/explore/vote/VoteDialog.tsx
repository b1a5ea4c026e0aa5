import type { RosterNode } from '#chain/roster.ts';
import { AmountField, useAmount } from '#web/components/AmountField.tsx';
import { Dialog } from '#web/components/Dialog.tsx';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import { formatCai, roundCai } from '#web/money/amount.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { useEmission } from '#web/queries/useEmission.ts';
import { useMinimumBond } from '#web/queries/useMinimumBond.ts';
import { useStake } from '#web/queries/useStake.ts';
import { useVotes } from '#web/queries/useVotes.ts';
import { useWallet } from '#web/queries/useWallet.ts';
import { aprAfterVote, formatApr } from '#web/staking/apr.ts';
import { bondEffectOf, leastBond } from '#web/staking/bondEffect.ts';
import { unvoteCall, voteCall } from '#web/staking/stakingCalls.ts';
import { topUpFor } from '#web/staking/topUpFor.ts';
import { formatDuration } from '#web/time/moment.ts';
import type { PageWallet } from '#web/transaction/flow.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

export interface VoteOrder {
  kind: 'vote' | 'unvote';
  node: RosterNode;
  name: string;
  /** The wallet owns the node: its stake there is the bond. */
  isOwner: boolean;
}

const TITLES = {
  vote: { true: 'Add to the bond of', false: 'Vote for' },
  unvote: { true: 'Take bond out of', false: 'Unvote' },
} as const;

/** What a vote of so much would earn at today's rate. */
function Outlook({ order, wei, idle }: { order: VoteOrder; wei: bigint | undefined; idle: bigint }) {
  const emission = useEmission().data;
  if (emission === undefined) return null;
  const fromIdle = wei === undefined || wei < idle ? (wei ?? 0n) : idle;
  const apr = aprAfterVote(emission, order.node, { wei: wei ?? 0n, fromIdle });
  const yearly = BigInt(Math.round(apr * 1e9)) * (wei ?? 0n);
  return (
    <p className="muted">
      {wei === undefined
        ? `Earns ${formatApr(apr)} at today’s rate, before slashes and fees.`
        : `Earns about ${roundCai(yearly / 1_000_000_000n)} a year (${formatApr(apr)}) at today’s rate, before slashes and fees.`}
    </p>
  );
}

/** Warns an owner whose node would stop. */
function StopWarning({ order, own, wei }: { order: VoteOrder; own: bigint; wei: bigint }) {
  const minimum = useMinimumBond(order.node.role);
  if (minimum === undefined || bondEffectOf(order.node, minimum, own - wei) !== 'stops') return null;
  return (
    <p className="warn" role="alert">
      The node stops: with {formatCai(own - wei)} its bond is below the least of{' '}
      {formatCai(leastBond(minimum, true))}. It gets no tasks, and earns nothing for you and its voters.
    </p>
  );
}

/** Moves an amount onto a node, or off it. A vote beyond the idle stake brings the rest from the wallet. */
export function VoteDialog({ order, onClose }: { order: VoteOrder; onClose: () => void }) {
  const { config } = useNetwork();
  const { address, balances } = useWallet();
  const stake = useStake(address);
  const votes = order.kind === 'vote';
  const idle = stake.data?.idle;
  const free = idle === undefined || balances.data === undefined ? undefined : idle + balances.data.cai;
  const own = useVotes(address).data?.find(({ node }) => node.id === order.node.id)?.amount ?? 0n;
  const amount = useAmount(votes ? free : own);
  const flow = useTransaction();
  const period = stake.data === undefined ? '' : ` of ${formatDuration(stake.data.coolDown)}`;
  const title = `${TITLES[order.kind][`${order.isOwner}`]} ${order.name}`;

  function send(wallet: PageWallet, wei: bigint) {
    const { id } = order.node;
    if (!votes) return wallet.send({ to: config.contracts.staking, data: unvoteCall(id, wei, own) });
    return wallet.sendWithTopUp(topUpFor(wei, idle ?? 0n), voteCall(id, wei));
  }

  async function confirm(wei: bigint): Promise<void> {
    if (await flow.run((wallet) => send(wallet, wei))) amount.setText('');
  }

  return (
    <Dialog
      title={title}
      onClose={onClose}
      action={
        <TransactionButton
          flow={flow}
          disabled={amount.wei === undefined}
          onClick={() => amount.wei !== undefined && void confirm(amount.wei)}
        >
          {order.isOwner ? 'Confirm' : votes ? 'Confirm vote' : 'Confirm unvote'}
        </TransactionButton>
      }
    >
      <p className="muted">
        {votes
          ? 'Your idle stake is used first. If it is not enough, one signature adds the rest from your wallet.'
          : `You can withdraw it after a cool-down${period}. Until you do, it can still be slashed.`}
      </p>
      {votes && <Outlook order={order} wei={amount.wei} idle={idle ?? 0n} />}
      <AmountField
        label="Amount"
        amount={amount}
        source={votes ? 'Idle stake and wallet' : order.isOwner ? 'Your bond' : 'Your votes'}
        readOnly={flow.busy}
        onEnter={(wei) => void confirm(wei)}
      />
      {!votes && order.isOwner && amount.wei !== undefined && (
        <StopWarning order={order} own={own} wei={amount.wei} />
      )}
      <TransactionStatus
        flow={flow}
        done={
          votes
            ? order.isOwner
              ? 'Added.'
              : 'Voted.'
            : `${order.isOwner ? 'Taken out' : 'Unvoted'}. The cool-down has begun; see your portfolio.`
        }
      />
    </Dialog>
  );
}
