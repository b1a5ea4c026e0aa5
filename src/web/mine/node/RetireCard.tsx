import { useId, useState } from 'react';
import type { RosterNode } from '#chain/roster.ts';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import { TypedConfirm, useTypedWord } from '#web/confirm/TypedConfirm.tsx';
import { formatCai } from '#web/money/amount.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { retireCall, togetherCall, unvoteCall } from '#web/staking/stakingCalls.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

/** Closes the node for good, and takes the bond out with it if that is wanted. */
export function RetireCard({ node, label }: { node: RosterNode; label: string }) {
  const id = useId();
  const { config } = useNetwork();
  const confirm = useTypedWord('retire');
  const [takesOut, setTakesOut] = useState(true);
  const flow = useTransaction();

  function retire(): void {
    const all = unvoteCall(node.id, node.selfBond, node.selfBond);
    const calls = [retireCall(node.id), ...(takesOut && node.selfBond > 0n ? [all] : [])];
    void flow.run((wallet) => wallet.send({ to: config.contracts.staking, data: togetherCall(calls) }));
  }

  return (
    <section className="card" aria-labelledby="retire-title">
      <h2 id="retire-title">Retire</h2>
      <p className="warn">This cannot be undone.</p>
      <ul className="points">
        <li>The node gets no more work, and stake in it earns nothing. Voters have to take theirs out.</li>
        <li>Its key can never serve a node again. Redeem what it has earned; that stays possible.</li>
        <li>Until your bond is withdrawn, a fault from before can still be slashed.</li>
      </ul>
      {node.selfBond > 0n && (
        <p className="choice">
          <input
            id={id}
            type="checkbox"
            checked={takesOut}
            disabled={flow.busy}
            onChange={(event) => setTakesOut(event.target.checked)}
          />
          <label htmlFor={id}>Take out my bond of {formatCai(node.selfBond)} in the same transaction</label>
        </p>
      )}
      <TypedConfirm confirm={confirm} to={`close ${label} for good`} readOnly={flow.busy} />
      <TransactionButton flow={flow} look="quiet" disabled={!confirm.typed} onClick={retire}>
        Retire the node
      </TransactionButton>
      <TransactionStatus flow={flow} done="Retired." />
    </section>
  );
}
