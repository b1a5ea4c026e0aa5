import type { Address } from 'viem';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { DripStatus, DripWait } from '#web/drip/DripStatus.tsx';
import { useDrip } from '#web/drip/useDrip.ts';
import { t } from '#web/language/translate.ts';
import { formatAmount, formatCai } from '#web/money/amount.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { useChainNowSeconds } from '#web/queries/useChainClock.ts';
import { useFaucetTerms, useNextDrip } from '#web/queries/useFaucet.ts';

/**
 * One drip for the wallet that is to pay the bond. What it got is on the chain: a reload shows the next step,
 * or when the next drip is.
 */
function DripOf({ faucet, receiver }: { faucet: Address; receiver: Address }) {
  const terms = useFaucetTerms(faucet);
  const nextDrip = useNextDrip(faucet, receiver);
  const drip = useDrip(faucet);
  const nowSeconds = useChainNowSeconds();
  const waits = nextDrip.data !== undefined && nextDrip.data > nowSeconds;
  return (
    <div className="step-body">
      {terms.data !== undefined && (
        <p className="muted">
          {t('mine.stepDrip.whatItGives', {
            cai: formatCai(terms.data.tokens),
            gas: `${formatAmount(terms.data.gas)} ETH`,
          })}
        </p>
      )}
      <ActionButton
        className="primary"
        unavailable={waits ? t('faucet.dripForm.notYet') : undefined}
        busy={drip.busy}
        onClick={() => void drip.start(receiver, terms.data?.tokens)}
      >
        {t('faucet.dripForm.getCaiAndGas')}
      </ActionButton>
      <DripStatus drip={drip} />
      {waits && <DripWait nextDripAt={nextDrip.data} justNow={drip.done} />}
    </div>
  );
}

/** Free CAI and gas, in the step that asks for it. */
export function StepDrip({ receiver }: { receiver: Address }) {
  const { faucet } = useNetwork().config.contracts;
  return faucet === null ? (
    <p className="step-body muted">{t('mine.stepDrip.noFaucet')}</p>
  ) : (
    <DripOf faucet={faucet} receiver={receiver} />
  );
}
