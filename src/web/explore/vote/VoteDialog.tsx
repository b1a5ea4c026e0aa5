import { Link } from 'wouter';
import type { RosterNode } from '#chain/roster.ts';
import { AmountField, useAmount } from '#web/components/AmountField.tsx';
import { TransactionStatus } from '#web/components/TransactionButton.tsx';
import { AmountButton } from '#web/confirm/AmountButton.tsx';
import { Dialog } from '#web/dialog/Dialog.tsx';
import { rich, t } from '#web/language/translate.ts';
import { formatCai, roundCai } from '#web/money/amount.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { useChainNowSeconds } from '#web/queries/useChainClock.ts';
import { useEmission } from '#web/queries/useEmission.ts';
import { useMinimumBond } from '#web/queries/useMinimumBond.ts';
import { useStake } from '#web/queries/useStake.ts';
import { useVotes } from '#web/queries/useVotes.ts';
import { useWallet } from '#web/queries/useWallet.ts';
import { AprFormula } from '#web/staking/apr/AprFormula.tsx';
import { highRateReason, idleComparison } from '#web/staking/apr/idleComparison.ts';
import { netAprAfterVote } from '#web/staking/apr/netApr.ts';
import { useObserved } from '#web/staking/apr/useObserved.ts';
import { formatApr, yearlyOf } from '#web/staking/apr.ts';
import { bondEffectOf, leastBond } from '#web/staking/bondEffect.ts';
import { NoCaiHint } from '#web/staking/NoCaiHint.tsx';
import { Outcome } from '#web/staking/Outcome.tsx';
import { afterUnvote, afterVote } from '#web/staking/outcome.ts';
import { SlashTerms } from '#web/staking/slash/SlashTerms.tsx';
import { unvoteCall, voteCall } from '#web/staking/stakingCalls.ts';
import { topUpFor } from '#web/staking/topUpFor.ts';
import { formatDuration } from '#web/time/moment.ts';
import type { PageWallet } from '#web/transaction/flow.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';
import '#web/explore/vote/vote.css';
import { amountMissing } from '#web/money/amountMissing.ts';

export interface VoteOrder {
  kind: 'vote' | 'unvote';
  node: RosterNode;
  name: string;
  /** The wallet owns the node: its stake there is the bond. */
  isOwner: boolean;
  /** What the amount field begins with, in CAI. */
  amount?: string;
}

const TITLES = {
  vote: { true: 'explore.voteDialog.addToTheBond', false: 'explore.voteDialog.voteFor' },
  unvote: { true: 'explore.voteDialog.takeBondOutOf', false: 'explore.voteDialog.unvote' },
} as const;

const BUTTONS = {
  vote: { true: 'explore.voteDialog.addAmount', false: 'explore.voteDialog.voteAmount' },
  unvote: { true: 'explore.voteDialog.takeOutAmount', false: 'explore.voteDialog.takeBackAmount' },
} as const;

/** What a vote of so much would earn at today's rate, and how that is computed. */
function Outlook({
  order: { node, isOwner },
  wei,
  idle,
}: {
  order: VoteOrder;
  wei: bigint | undefined;
  idle: bigint;
}) {
  const emission = useEmission().data;
  const observed = useObserved()(node.id);
  if (emission === undefined) return null;
  const fromIdle = wei === undefined || wei < idle ? (wei ?? 0n) : idle;
  const rate = netAprAfterVote(emission, node, { vote: { wei: wei ?? 0n, fromIdle }, observed });
  const vote = { wei: wei ?? 0n, fromIdle };
  const apr = formatApr(rate);
  const reason = highRateReason(rate);
  const cai = roundCai(yearlyOf(wei ?? 0n, rate));
  const isNet = observed !== undefined;
  return (
    <>
      <p className="muted">
        {rate < 0
          ? t('explore.voteDialog.earnsNothing')
          : wei === undefined
            ? t(isNet ? 'explore.voteDialog.earnsAprNet' : 'explore.voteDialog.earnsAprAtTodays', { apr })
            : t(isNet ? 'explore.voteDialog.earnsAboutCaiNet' : 'explore.voteDialog.earnsAboutCaiA', {
                cai,
                apr,
              })}
        {reason !== undefined && ` ${reason}`}
      </p>
      {!isOwner && <p>{idleComparison({ emission, node, vote, observed })}</p>}
      <AprFormula {...{ node, emission, observed, vote }} />
    </>
  );
}

/** Warns an owner whose node would stop. */
function StopWarning({ order, own, wei }: { order: VoteOrder; own: bigint; wei: bigint }) {
  const minimum = useMinimumBond(order.node.role);
  if (minimum === undefined || bondEffectOf(order.node, minimum, own - wei) !== 'stops') return null;
  return (
    <p className="warn" role="alert">
      {t('explore.voteDialog.theNodeStopsWith', {
        cai: formatCai(own - wei),
        minimum: formatCai(leastBond(minimum, true)),
      })}
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
  const amount = useAmount(votes ? free : own, order.amount);
  const flow = useTransaction();
  const missing = amountMissing(
    amount,
    t(votes ? 'shell.noCaiHint.none' : 'explore.voteDialog.nothingThere'),
  );
  const emission = useEmission().data;
  const nowSeconds = useChainNowSeconds();
  const title = t(TITLES[order.kind][`${order.isOwner}`], { name: order.name });

  function outcome(wei: bigint): string {
    const place = { node: order.node, label: order.name, held: own, isOwner: order.isOwner };
    if (!votes) {
      const exit = { amount: wei, readyAt: nowSeconds + (stake.data?.coolDown ?? 0) };
      return afterUnvote(place, exit, emission);
    }
    const fromIdle = wei < (idle ?? 0n) ? wei : (idle ?? 0n);
    const left = t('explore.voteDialog.idleLeft', { idle: formatCai((idle ?? 0n) - fromIdle) });
    return `${afterVote(place, { amount: wei, fromIdle }, emission)} ${left}`;
  }

  function send(wallet: PageWallet, wei: bigint) {
    const { id } = order.node;
    if (!votes)
      return wallet.send({ to: config.contracts.staking, data: unvoteCall(id, wei, own), cai: wei });
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
        <AmountButton
          flow={flow}
          wei={amount.wei}
          unavailable={missing}
          text={BUTTONS[order.kind][`${order.isOwner}`]}
          onClick={(wei) => void confirm(wei)}
        />
      }
    >
      <p className="muted vote-line">
        {votes
          ? t('explore.voteDialog.yourIdleStakeIs')
          : stake.data === undefined
            ? t('explore.voteDialog.withdrawAfterCoolDown')
            : t('explore.voteDialog.youCanWithdrawIt', { period: formatDuration(stake.data.coolDown) })}
      </p>
      {votes && (
        <div className="muted vote-line">
          {free === 0n ? <NoCaiHint /> : <Outlook order={order} wei={amount.wei} idle={idle ?? 0n} />}
        </div>
      )}
      {votes && (
        <p className="muted">
          {rich('explore.voteDialog.aSlashTakes', {
            apr: (part) => <Link href="/docs/apr">{part}</Link>,
            slashing: (part) => <Link href="/docs/slashing">{part}</Link>,
          })}
        </p>
      )}
      <AmountField
        label={t('explore.voteDialog.amount')}
        amount={amount}
        source={
          votes
            ? t('explore.voteDialog.idleStakeAndWallet')
            : order.isOwner
              ? t('explore.voteDialog.yourBond')
              : t('explore.voteDialog.yourVotes')
        }
        readOnly={flow.busy}
        onEnter={(wei) => void confirm(wei)}
      />
      <Outcome lines={amount.wei === undefined ? [] : [outcome(amount.wei)]} />
      {votes && <SlashTerms nodeRole={order.node.role} wei={amount.wei} coolDown={stake.data?.coolDown} />}
      {!votes && order.isOwner && amount.wei !== undefined && (
        <StopWarning order={order} own={own} wei={amount.wei} />
      )}
      <TransactionStatus
        flow={flow}
        missing={missing}
        done={
          votes
            ? order.isOwner
              ? t('explore.voteDialog.added')
              : t('explore.voteDialog.voted')
            : t(order.isOwner ? 'explore.voteDialog.takenOutDone' : 'explore.voteDialog.unvotedDone')
        }
      />
    </Dialog>
  );
}
