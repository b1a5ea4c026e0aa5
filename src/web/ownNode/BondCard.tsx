import { useId, useState } from 'react';
import type { RosterNode } from '#chain/roster.ts';
import { AmountField, useAmount } from '#web/components/AmountField.tsx';
import { TransactionStatus } from '#web/components/TransactionButton.tsx';
import { AmountButton } from '#web/confirm/AmountButton.tsx';
import { rich, t } from '#web/language/translate.ts';
import { formatCai } from '#web/money/amount.ts';
import { amountMissing } from '#web/money/amountMissing.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { useChainNowSeconds } from '#web/queries/useChainClock.ts';
import { useEmission } from '#web/queries/useEmission.ts';
import { bondEffectOf, leastBond } from '#web/staking/bondEffect.ts';
import { NoCaiHint } from '#web/staking/NoCaiHint.tsx';
import { voteBar } from '#web/staking/nodeState.ts';
import { Outcome } from '#web/staking/Outcome.tsx';
import { afterUnvote, afterVote, type Place } from '#web/staking/outcome.ts';
import { unvoteCall, voteCall } from '#web/staking/stakingCalls.ts';
import { topUpFor } from '#web/staking/topUpFor.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

interface BondCardProps {
  node: RosterNode;
  label: string;
  /** Wei of CAI. */
  minimum: bigint;
  idle: bigint;
  inWallet: bigint | undefined;
  /** Seconds. */
  coolDown: number;
}

const placeOf = ({ node, label }: BondCardProps): Place => ({
  ...{ node, label, held: node.selfBond, isOwner: true },
});

function AddForm(props: BondCardProps) {
  const { node, minimum, idle, inWallet } = props;
  const amount = useAmount(inWallet === undefined ? undefined : idle + inWallet);
  const emission = useEmission().data;
  const flow = useTransaction();
  const { wei } = amount;

  async function add(sent: bigint): Promise<void> {
    if (await flow.run((wallet) => wallet.sendWithTopUp(topUpFor(sent, idle), voteCall(node.id, sent))))
      amount.setText('');
  }

  function outcome(): string[] {
    if (wei === undefined) return [];
    const effect = bondEffectOf(node, minimum, node.selfBond + wei);
    if (effect === 'starts') {
      // It earns from then on, as its owner reads it.
      const started = { ...placeOf(props), node: { ...node, active: true } };
      const added = { amount: wei, fromIdle: wei < idle ? wei : idle };
      return [t('node.bondCard.startedTheNodeIs', { started: afterVote(started, added, emission) })];
    }
    const fromIdle = wei < idle ? wei : idle;
    const waits =
      effect === 'waits' ? ` ${t('node.bondCard.itStartsWithMinimum', { minimum: formatCai(minimum) })}` : '';
    return [afterVote(placeOf(props), { amount: wei, fromIdle }, emission) + waits];
  }

  const missing = amountMissing(amount, t('shell.noCaiHint.none'));
  if (voteBar(node, true) !== null) return null;
  return (
    <div className="half">
      <h3>{t('node.bondCard.add')}</h3>
      <AmountField
        label={t('node.bondCard.amountToAdd')}
        amount={amount}
        source={t('node.bondCard.idleStakeAndWallet')}
        readOnly={flow.busy}
        onEnter={(sent) => void add(sent)}
      />
      <Outcome lines={outcome()} />
      <AmountButton
        flow={flow}
        wei={wei}
        unavailable={missing}
        text="node.bondCard.addAmount"
        onClick={(sent) => void add(sent)}
      />
      <TransactionStatus flow={flow} done={t('node.bondCard.addedToTheBond')} missing={missing} />
      {amount.maximum === 0n && <NoCaiHint />}
    </div>
  );
}

function TakeForm(props: BondCardProps) {
  const { node, label, minimum, coolDown } = props;
  const id = useId();
  const { config } = useNetwork();
  const amount = useAmount(node.selfBond);
  const [knows, setKnows] = useState(false);
  const emission = useEmission().data;
  const nowSeconds = useChainNowSeconds();
  const flow = useTransaction();
  const { wei } = amount;
  const stops = wei !== undefined && bondEffectOf(node, minimum, node.selfBond - wei) === 'stops';
  const missing =
    stops && !knows
      ? t('node.bondCard.tickThatItStops')
      : amountMissing(amount, t('node.bondCard.nothingBonded'));

  async function take(sent: bigint): Promise<void> {
    const data = unvoteCall(node.id, sent, node.selfBond);
    const call = { to: config.contracts.staking, data, cai: sent };
    if (!(await flow.run((wallet) => wallet.send(call)))) return;
    amount.setText('');
    setKnows(false);
  }

  function outcome(): string[] {
    if (wei === undefined) return [];
    const place = placeOf(props);
    const left = stops ? { ...place, node: { ...node, active: false } } : place;
    return [afterUnvote(left, { amount: wei, readyAt: nowSeconds + coolDown }, emission)];
  }

  return (
    <div className="half">
      <h3>{t('node.bondCard.takeOut')}</h3>
      <AmountField
        label={t('node.bondCard.amountToTakeOut')}
        amount={amount}
        source={t('node.bondCard.yourBond')}
        readOnly={flow.busy}
        onEnter={(sent) => missing === undefined && void take(sent)}
      />
      <Outcome lines={outcome()} />
      {stops && (
        <div className="hint">
          <p className="warn">
            {t('node.bondCard.thatLeavesLessThan', {
              minimum: formatCai(leastBond(minimum, true)),
              label,
              minimum2: formatCai(minimum),
            })}
          </p>
          <p className="choice">
            <input
              id={`${id}-knows`}
              type="checkbox"
              checked={knows}
              disabled={flow.busy}
              onChange={(event) => setKnows(event.target.checked)}
            />
            <label htmlFor={`${id}-knows`}>{t('node.bondCard.yesStopTheNode')}</label>
          </p>
        </div>
      )}
      <AmountButton
        flow={flow}
        look="quiet"
        wei={wei}
        unavailable={missing}
        text="node.bondCard.takeOutAmount"
        onClick={(sent) => void take(sent)}
      />
      <TransactionStatus flow={flow} done={t('node.bondCard.takenOutTheCool')} missing={missing} />
    </div>
  );
}

/** The owner's own stake in its node. */
export function BondCard(props: BondCardProps) {
  const { node, minimum } = props;
  return (
    <section className="card span" aria-labelledby="bond-title">
      <h2 id="bond-title">{t('node.bondCard.bond')}</h2>
      <p>
        {rich('node.bondCard.yourOwnStakeIn', {
          selfBond: formatCai(node.selfBond),
          role: node.role,
          minimum: formatCai(minimum),
          minimum2: formatCai(leastBond(minimum, true)),
          b: (part) => <b>{part}</b>,
        })}
      </p>
      <div className="halves">
        <AddForm {...props} />
        {node.selfBond > 0n && <TakeForm {...props} />}
      </div>
    </section>
  );
}
