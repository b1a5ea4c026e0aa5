import { useEffect, useRef } from 'react';
import { encodeFunctionData, maxUint256 } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import type { RosterNode } from '#chain/roster.ts';
import { focusNearest } from '#web/action/keptFocus.ts';
import { AmountField, useAmount } from '#web/components/AmountField.tsx';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import { formatCai, roundCai } from '#web/money/amount.ts';
import { aprAfterVote, formatApr } from '#web/money/apr.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { useEmission } from '#web/queries/useEmission.ts';
import { useMinimumBond } from '#web/queries/useMinimumBond.ts';
import { useStake } from '#web/queries/useStake.ts';
import { useVotes } from '#web/queries/useVotes.ts';
import { useWallet } from '#web/queries/useWallet.ts';
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

/**
 * A node stops once its bond is below this part of the least one, in percent: `SLACK_BPS` of the contract.
 */
const STOPS_BELOW_PERCENT = 95n;

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
  if (minimum === undefined || (own - wei) * 100n >= minimum * STOPS_BELOW_PERCENT) return null;
  return (
    <p className="warn" role="alert">
      The node stops: with {formatCai(own - wei)} its bond is below the least of {formatCai(minimum)}. It gets
      no tasks, and earns nothing for you and its voters.
    </p>
  );
}

/** Moves an amount onto a node, or off it. A vote beyond the idle stake brings the rest from the wallet. */
export function VoteDialog({ order, onClose }: { order: VoteOrder; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const network = useNetwork();
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

  useEffect(() => dialog.current?.showModal(), []);

  function send(wallet: PageWallet, wei: bigint) {
    const { staking } = network.config.contracts;
    if (!votes) {
      // The contract's number for all: a slash in between must not make it fail.
      const args = [order.node.id, wei === own ? maxUint256 : wei] as const;
      return wallet.send({
        to: staking,
        data: encodeFunctionData({ abi: stakingAbi, functionName: 'unvote', args }),
      });
    }
    const args = [order.node.id, wei] as const;
    const missing = wei > (idle ?? 0n) ? wei - (idle ?? 0n) : 0n;
    const action = encodeFunctionData({ abi: stakingAbi, functionName: 'vote', args });
    return wallet.sendWithTopUp(missing, action);
  }

  async function confirm(wei: bigint): Promise<void> {
    if (await flow.run((wallet) => send(wallet, wei))) amount.setText('');
  }

  function close(): void {
    onClose();
    // The button that opened it got the focus back, unless its node has left the page.
    const page = document.querySelector('main');
    if (document.activeElement === document.body && page !== null) focusNearest([page]);
  }

  return (
    <dialog ref={dialog} className="dialog" aria-label={title} onClose={close}>
      <h2>{title}</h2>
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
            : `${order.isOwner ? 'Taken out' : 'Unvoted'}. The cool-down has begun; see the Stake page.`
        }
      />
      <div className="dialog-actions">
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          Close
        </button>
        <TransactionButton
          flow={flow}
          disabled={amount.wei === undefined}
          onClick={() => amount.wei !== undefined && void confirm(amount.wei)}
        >
          {order.isOwner ? 'Confirm' : votes ? 'Confirm vote' : 'Confirm unvote'}
        </TransactionButton>
      </div>
    </dialog>
  );
}
