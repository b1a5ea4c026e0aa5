import { useEffect, useId, useState } from 'react';
import { type Address, getAddress, isAddress } from 'viem';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { Figure } from '#web/components/Figure.tsx';
import { DripStatus, DripWait } from '#web/drip/DripStatus.tsx';
import { useDrip } from '#web/drip/useDrip.ts';
import { t } from '#web/language/translate.ts';
import { ExactAmount } from '#web/money/ExactAmount.tsx';
import { useChainNowSeconds } from '#web/queries/useChainClock.ts';
import { useFaucetTerms, useNextDrip } from '#web/queries/useFaucet.ts';
import { useBalances } from '#web/queries/useWallet.ts';
import { formatDuration } from '#web/time/moment.ts';
import { useWalletLink } from '#web/wallet/walletLink.ts';

function receiverOf(text: string): Address | undefined {
  const typed = text.trim();
  return isAddress(typed, { strict: false }) ? getAddress(typed) : undefined;
}

export function DripForm({ faucet }: { faucet: Address }) {
  const address = useWalletLink().account?.address;
  const fieldId = useId();
  const [text, setText] = useState('');
  // A wallet that connects while the field is empty fills it in; what was typed stays.
  useEffect(() => {
    if (address !== undefined) setText((previous) => (previous === '' ? address : previous));
  }, [address]);

  const receiver = receiverOf(text);
  const terms = useFaucetTerms(faucet);
  const nextDrip = useNextDrip(faucet, receiver);
  const balances = useBalances(receiver);
  const drip = useDrip(faucet);
  const nowSeconds = useChainNowSeconds();
  const waits = nextDrip.data !== undefined && nextDrip.data > nowSeconds;
  const missing =
    receiver === undefined
      ? t('faucet.dripForm.addressFirst')
      : waits
        ? t('faucet.dripForm.notYet')
        : undefined;
  const wrong = text.trim() !== '' && receiver === undefined;

  return (
    <section className="card" aria-labelledby={`${fieldId}-title`}>
      <h2 id={`${fieldId}-title`}>{t('faucet.dripForm.oneDrip')}</h2>
      <dl className="figures">
        <Figure name="CAI">{terms.data && <ExactAmount wei={terms.data.tokens} unit="CAI" />}</Figure>
        <Figure name={t('faucet.dripForm.gasUpTo')}>
          {terms.data && <ExactAmount wei={terms.data.gas} unit="ETH" />}
        </Figure>
        <Figure name={t('faucet.dripForm.every')}>{terms.data && formatDuration(terms.data.period)}</Figure>
      </dl>
      <div className="field">
        <label htmlFor={fieldId}>{t('faucet.dripForm.address')}</label>
        <input
          id={fieldId}
          type="text"
          className="mono"
          autoComplete="off"
          spellCheck={false}
          placeholder={t('faucet.dripForm.0xOrConnectA')}
          value={text}
          aria-invalid={wrong}
          aria-describedby={`${fieldId}-problem`}
          onChange={(event) => setText(event.target.value)}
        />
        <p id={`${fieldId}-problem`} className="field-problem" aria-live="polite">
          {wrong && t('faucet.dripForm.thatIsNotAn')}
        </p>
      </div>
      <dl className="figures">
        <Figure name={t('faucet.dripForm.caiBalance')}>
          {balances.data && <ExactAmount wei={balances.data.cai} unit="CAI" />}
        </Figure>
        <Figure name={t('faucet.dripForm.gasBalance')}>
          {balances.data && <ExactAmount wei={balances.data.gas} unit="ETH" />}
        </Figure>
      </dl>
      <ActionButton
        className="primary wide"
        unavailable={missing}
        busy={drip.busy}
        onClick={() => receiver !== undefined && void drip.start(receiver, terms.data?.tokens)}
      >
        {t('faucet.dripForm.getCaiAndGas')}
      </ActionButton>
      <DripStatus drip={drip} missing={waits ? undefined : missing} />
      {waits && <DripWait nextDripAt={nextDrip.data} justNow={drip.done} />}
    </section>
  );
}
