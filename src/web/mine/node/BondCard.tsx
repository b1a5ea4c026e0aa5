import { useId, useState } from 'react';
import type { RosterNode } from '#chain/roster.ts';
import { AmountField, useAmount } from '#web/components/AmountField.tsx';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import { formatCai } from '#web/money/amount.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { useChainNowSeconds } from '#web/queries/useChainClock.ts';
import { useEmission } from '#web/queries/useEmission.ts';
import { bondEffectOf, leastBond } from '#web/staking/bondEffect.ts';
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
      return [`${afterVote(started, added, emission)} The node is active again.`];
    }
    const fromIdle = wei < idle ? wei : idle;
    const waits = effect === 'waits' ? ` It starts with ${formatCai(minimum)}.` : '';
    return [afterVote(placeOf(props), { amount: wei, fromIdle }, emission) + waits];
  }

  if (voteBar(node, true) !== null) return null;
  return (
    <div className="half">
      <h3>Add</h3>
      <AmountField
        label="Amount to add"
        amount={amount}
        source="Idle stake and wallet"
        readOnly={flow.busy}
        onEnter={(sent) => void add(sent)}
      />
      <Outcome lines={outcome()} />
      <TransactionButton
        flow={flow}
        disabled={wei === undefined}
        onClick={() => wei !== undefined && void add(wei)}
      >
        {wei === undefined ? 'Add to the bond' : `Add ${formatCai(wei)}`}
      </TransactionButton>
      <TransactionStatus flow={flow} done="Added to the bond." />
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
  const may = wei !== undefined && (!stops || knows);

  async function take(sent: bigint): Promise<void> {
    const data = unvoteCall(node.id, sent, node.selfBond);
    if (!(await flow.run((wallet) => wallet.send({ to: config.contracts.staking, data })))) return;
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
      <h3>Take out</h3>
      <AmountField
        label="Amount to take out"
        amount={amount}
        source="Your bond"
        readOnly={flow.busy}
        onEnter={(sent) => may && void take(sent)}
      />
      <Outcome lines={outcome()} />
      {stops && (
        <div className="hint">
          <p className="warn">
            {`That leaves less than ${formatCai(leastBond(minimum, true))}, so ${label} stops at once: no more work, no emission for you and your voters, no new votes. It loses the time for which it earns double. To start again it needs ${formatCai(minimum)}.`}
          </p>
          <p className="choice">
            <input
              id={`${id}-knows`}
              type="checkbox"
              checked={knows}
              disabled={flow.busy}
              onChange={(event) => setKnows(event.target.checked)}
            />
            <label htmlFor={`${id}-knows`}>Yes, stop the node</label>
          </p>
        </div>
      )}
      <TransactionButton
        flow={flow}
        look="quiet"
        disabled={!may}
        onClick={() => may && wei !== undefined && void take(wei)}
      >
        {wei === undefined ? 'Take out of the bond' : `Take out ${formatCai(wei)}`}
      </TransactionButton>
      <TransactionStatus flow={flow} done="Taken out. The cool-down has begun; see your portfolio." />
    </div>
  );
}

/** The owner's own stake in its node. */
export function BondCard(props: BondCardProps) {
  const { node, minimum } = props;
  return (
    <section className="card span" aria-labelledby="bond-title">
      <h2 id="bond-title">Bond</h2>
      <p>
        Your own stake in it is <b>{formatCai(node.selfBond)}</b>. A {node.role} starts with{' '}
        {formatCai(minimum)} and stops below {formatCai(leastBond(minimum, true))}.
      </p>
      <div className="halves">
        <AddForm {...props} />
        {node.selfBond > 0n && <TakeForm {...props} />}
      </div>
    </section>
  );
}
