import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RosterNode } from '#chain/roster.ts';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import { AddressField, useCheckedAddress } from '#web/confirm/AddressField.tsx';
import { rich, t } from '#web/language/translate.ts';
import { formatCai } from '#web/money/amount.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { readOffer } from '#web/ownNode/offer/readOffer.ts';
import { useBondToAccept } from '#web/ownNode/offer/useBondToAccept.ts';
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
  const missing = isOwn
    ? t('node.offerCard.thisIsYourOwn')
    : receiver.address === undefined
      ? t('node.offerCard.compareFirst')
      : undefined;
  const offered = offer.data?.state === 'offered' ? offer.data.to : undefined;

  async function give(): Promise<void> {
    if (receiver.address === undefined || isOwn) return;
    setDone(t('node.offerCard.offered'));
    const data = offerNodeCall(node.id, receiver.address);
    if (await flow.run((wallet) => wallet.send({ to, data }))) receiver.setText('');
  }

  function takeBack(): void {
    setDone(t('node.offerCard.takenBack'));
    void flow.run((wallet) => wallet.send({ to, data: offerNodeCall(node.id, undefined) }));
  }

  return (
    <section className="card" aria-labelledby="offer-title">
      <h2 id="offer-title">{t('node.offerCard.anotherOwner')}</h2>
      <p className="muted">{t('node.offerCard.youOfferTheNode')}</p>
      <ul className="points">
        <li>{rich('node.offerCard.toTheNewOwner', { b: (part) => <b>{part}</b> })}</li>
        <li>{rich('node.offerCard.youKeepYourCai', { b: (part) => <b>{part}</b> })}</li>
        <li>
          {rich('node.offerCard.theNewOwnerNeeds', {
            amount: needed === undefined ? t('node.offerCard.atLeastYourBond') : formatCai(needed),
            b: (part) => <b>{part}</b>,
          })}
        </li>
      </ul>
      {offered !== undefined && (
        <p className="hint wrap">
          {rich('node.offerCard.offeredToOfferedSend', { offered, code: (part) => <code>{part}</code> })}{' '}
          <code>{`${window.location.origin}/mine/node?id=${node.id}`}</code>
        </p>
      )}
      {offer.isError && <p className="warn">{t('node.offerCard.whetherItIsOffered')}</p>}
      {offer.data?.state === 'unknown' && <p className="muted">{t('node.offerCard.anOfferMadeLong')}</p>}
      <AddressField
        field={receiver}
        label={t('node.offerCard.walletOfTheNew')}
        warning={t('node.offerCard.whoeverHasThisWallet')}
        readOnly={flow.busy}
      />
      <div className="row-actions">
        <TransactionButton flow={flow} look="quiet" unavailable={missing} onClick={() => void give()}>
          {t('node.offerCard.offerTheNode')}
        </TransactionButton>
        {offer.data !== undefined && offer.data.state !== 'none' && (
          <TransactionButton flow={flow} look="quiet" onClick={takeBack}>
            {t('node.offerCard.takeTheOfferBack')}
          </TransactionButton>
        )}
      </div>
      <TransactionStatus flow={flow} done={done} missing={missing} />
    </section>
  );
}
