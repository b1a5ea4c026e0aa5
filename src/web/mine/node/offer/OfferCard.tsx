import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RosterNode } from '#chain/roster.ts';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import { AddressField, useCheckedAddress } from '#web/confirm/AddressField.tsx';
import { readOffer } from '#web/mine/node/offer/readOffer.ts';
import { useBondToAccept } from '#web/mine/node/offer/useBondToAccept.ts';
import { formatCai } from '#web/money/amount.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';
import { isOwnedBy } from '#web/staking/isOwnedBy.ts';
import { offerNodeCall } from '#web/staking/stakingCalls.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

/** Hands the node over to another owner, in two steps: one offers, the other accepts. */
export function OfferCard({ node, minimum }: { node: RosterNode; minimum: bigint }) {
  const network = useNetwork();
  const flow = useTransaction();
  const [done, setDone] = useState('');
  const receiver = useCheckedAddress();
  const needed = useBondToAccept(node, minimum);
  const offer = useQuery({
    queryKey: [...CHAIN_KEY, 'offer', node.id.toString()],
    queryFn: () => readOffer(network, node.id),
  });
  const to = network.config.contracts.staking;
  const isOwn = receiver.address !== undefined && isOwnedBy(node, receiver.address);
  const offered = offer.data?.state === 'offered' ? offer.data.to : undefined;

  async function give(): Promise<void> {
    if (receiver.address === undefined || isOwn) return;
    setDone('Offered.');
    const data = offerNodeCall(node.id, receiver.address);
    if (await flow.run((wallet) => wallet.send({ to, data }))) receiver.setText('');
  }

  function takeBack(): void {
    setDone('Taken back.');
    void flow.run((wallet) => wallet.send({ to, data: offerNodeCall(node.id, undefined) }));
  }

  return (
    <section className="card" aria-labelledby="offer-title">
      <h2 id="offer-title">Another owner</h2>
      <p className="muted">
        You offer the node; the other accepts it. Until then nothing changes, and you can take the offer back.
      </p>
      <ul className="points">
        <li>
          <b>To the new owner</b> go the node with its name and voters, all later commission, and the pay of
          vouchers that are not redeemed yet.
        </li>
        <li>
          <b>You keep</b> your CAI in it, as votes that you can take out, and what the commission has earned.
        </li>
        <li>
          <b>The new owner needs</b> votes in it of{' '}
          {needed === undefined ? 'at least your bond' : formatCai(needed)}: the minimum, and no less than you
          have in it and on its way out.
        </li>
      </ul>
      {offered !== undefined && (
        <p className="hint wrap">
          Offered to <code>{offered}</code>. Send them this address:{' '}
          <code>{`${window.location.origin}/mine/node?id=${node.id}`}</code>
        </p>
      )}
      {offer.isError && <p className="warn">Whether it is offered to somebody could not be read.</p>}
      {offer.data?.state === 'unknown' && (
        <p className="muted">An offer made long ago is not shown here. You can take it back all the same.</p>
      )}
      <AddressField
        field={receiver}
        label="Wallet of the new owner"
        warning="Whoever has this wallet can take the node."
        readOnly={flow.busy}
      />
      {isOwn && <p className="warn">This is your own wallet.</p>}
      <div className="row-actions">
        <TransactionButton
          flow={flow}
          look="quiet"
          disabled={receiver.address === undefined || isOwn}
          onClick={() => void give()}
        >
          Offer the node
        </TransactionButton>
        {offer.data !== undefined && offer.data.state !== 'none' && (
          <TransactionButton flow={flow} look="quiet" onClick={takeBack}>
            Take the offer back
          </TransactionButton>
        )}
      </div>
      <TransactionStatus flow={flow} done={done} />
    </section>
  );
}
