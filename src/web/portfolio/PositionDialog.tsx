import { useState } from 'react';
import type { RosterNode } from '#chain/roster.ts';
import { AmountField, useAmount } from '#web/components/AmountField.tsx';
import { TransactionStatus } from '#web/components/TransactionButton.tsx';
import { AmountButton } from '#web/confirm/AmountButton.tsx';
import { Dialog } from '#web/dialog/Dialog.tsx';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import { formatCai } from '#web/money/amount.ts';
import { amountMissing } from '#web/money/amountMissing.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { NodeSelect } from '#web/portfolio/NodeSelect.tsx';
import type { Portfolio } from '#web/portfolio/usePortfolio.ts';
import { NoCaiHint } from '#web/staking/NoCaiHint.tsx';
import { Outcome } from '#web/staking/Outcome.tsx';
import { afterUnvote, afterVote, stepsOfMove } from '#web/staking/outcome.ts';
import { SlashTerms } from '#web/staking/slash/SlashTerms.tsx';
import { moveVoteCall, unvoteCall, voteCall } from '#web/staking/stakingCalls.ts';
import { topUpFor } from '#web/staking/topUpFor.ts';
import type { PageWallet } from '#web/transaction/flow.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

/** What is to happen to the wallet's stake in a node. Without a node, which one is still to be chosen. */
export interface PositionOrder {
  kind: 'vote' | 'unvote' | 'move';
  node: RosterNode | undefined;
}

interface PositionDialogProps {
  portfolio: Portfolio;
  order: PositionOrder;
  onClose: () => void;
}

const DONE: Record<PositionOrder['kind'], MessageKey> = {
  vote: 'portfolio.positionDialog.voted',
  unvote: 'portfolio.positionDialog.takenOutTheCool',
  move: 'portfolio.positionDialog.onItsWayThe',
};

const BUTTONS: Record<PositionOrder['kind'], MessageKey> = {
  vote: 'portfolio.positionDialog.voteAmount',
  unvote: 'portfolio.positionDialog.takeOutAmount',
  move: 'portfolio.positionDialog.moveAmount',
};

/** Moves an amount into a node, out of it, or on to another one. The outcome is shown before signing. */
export function PositionDialog({ portfolio, order, onClose }: PositionDialogProps) {
  const { config } = useNetwork();
  const { kind, node } = order;
  const { idle, inWallet, emission, labelOf, placeOf, nowSeconds, coolDown } = portfolio;
  const [otherId, setOtherId] = useState<bigint | undefined>();
  const other = portfolio.targets.find(({ id }) => id === otherId);
  const from = kind === 'vote' || node === undefined ? undefined : placeOf(node);
  const into = kind === 'unvote' ? undefined : kind === 'vote' ? (node ?? other) : other;
  const free = inWallet === undefined ? undefined : idle + inWallet;
  const amount = useAmount(from === undefined ? free : from.held);
  const flow = useTransaction();

  const { wei } = amount;
  const unchosen =
    kind !== 'unvote' && into === undefined ? t('portfolio.positionDialog.chooseFirst') : undefined;
  const missing =
    amountMissing(
      amount,
      t(from === undefined ? 'shell.noCaiHint.none' : 'portfolio.positionDialog.nothingThere'),
    ) ?? unchosen;
  const readyAt = nowSeconds + coolDown;
  const title = {
    vote:
      node === undefined
        ? t('portfolio.positionDialog.voteWithIdleStake')
        : t('portfolio.positionDialog.voteForId', { id: labelOf(node.id) }),
    unvote: node === undefined ? '' : t('portfolio.positionDialog.takeOutOfId', { id: labelOf(node.id) }),
    move: node === undefined ? '' : t('portfolio.positionDialog.moveFromId', { id: labelOf(node.id) }),
  }[kind];

  function outcome(): readonly string[] {
    if (wei === undefined) return [];
    if (from === undefined) {
      if (into === undefined) return [];
      const fromIdle = wei < idle ? wei : idle;
      const added = wei - fromIdle;
      const source =
        added === 0n ? '' : ` ${t('portfolio.positionDialog.addedOfItCome', { added: formatCai(added) })}`;
      return [afterVote(placeOf(into), { amount: wei, fromIdle }, emission) + source];
    }
    if (kind === 'unvote') return [afterUnvote(from, { amount: wei, readyAt }, emission)];
    return into === undefined ? [] : stepsOfMove(from, placeOf(into), { amount: wei, readyAt }, emission);
  }

  function send(wallet: PageWallet, sent: bigint): Promise<unknown> {
    const to = config.contracts.staking;
    if (from === undefined) return wallet.sendWithTopUp(topUpFor(sent, idle), voteCall(into!.id, sent));
    if (kind === 'unvote')
      return wallet.send({ to, data: unvoteCall(from.node.id, sent, from.held), cai: sent });
    const move = { from: from.node.id, to: into!.id, amount: sent, held: from.held };
    return wallet.send({ to, data: moveVoteCall(move), cai: sent });
  }

  async function confirm(): Promise<void> {
    if (missing !== undefined || wei === undefined) return;
    if (await flow.run((wallet) => send(wallet, wei))) amount.setText('');
  }

  return (
    <Dialog
      title={title}
      onClose={onClose}
      action={
        <AmountButton
          flow={flow}
          wei={wei}
          unavailable={missing}
          text={BUTTONS[kind]}
          onClick={() => void confirm()}
        />
      }
    >
      {(kind === 'move' || (kind === 'vote' && node === undefined)) && (
        <NodeSelect
          label={kind === 'move' ? t('portfolio.positionDialog.toNode') : t('portfolio.positionDialog.node')}
          portfolio={portfolio}
          without={node?.id}
          first={t('portfolio.positionDialog.chooseANode')}
          chosen={otherId}
          readOnly={flow.busy}
          onChoose={setOtherId}
        />
      )}
      <AmountField
        label={t('portfolio.positionDialog.amount')}
        amount={amount}
        source={
          from === undefined
            ? t('portfolio.positionDialog.idleStakeAndWallet')
            : t('portfolio.positionDialog.yoursThere')
        }
        readOnly={flow.busy}
        onEnter={() => void confirm()}
      />
      {from === undefined && free === 0n && <NoCaiHint />}
      <Outcome lines={outcome()} />
      {into !== undefined && <SlashTerms nodeRole={into.role} wei={wei} coolDown={coolDown} />}
      <TransactionStatus flow={flow} done={t(DONE[kind])} missing={missing} />
    </Dialog>
  );
}
