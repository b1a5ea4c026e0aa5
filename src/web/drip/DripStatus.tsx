import { Countdown } from '#web/components/Countdown.tsx';
import { TransactionStatus } from '#web/components/TransactionButton.tsx';
import type { Drip } from '#web/drip/useDrip.ts';
import { rich, t } from '#web/language/translate.ts';
import { formatMoment } from '#web/time/moment.ts';

/** Where a drip is, whoever pays for it. @param props.missing why it cannot begin yet */
export function DripStatus({ drip, missing }: { drip: Drip; missing?: string | undefined }) {
  const { flow, sponsored } = drip;
  if (sponsored.phase === 'idle')
    return <TransactionStatus flow={flow} done={t('faucet.dripForm.doneTheCaiHas')} missing={missing} />;
  const failed = sponsored.phase === 'failed';
  const sentences = {
    looking: t('faucet.dripForm.askingTheChainWho'),
    asking: t('faucet.dripForm.aCoordinatorPaysFor'),
    done: t('faucet.dripForm.doneTheCaiHas'),
  };
  return (
    <p className="flow-status" data-phase={sponsored.phase} role={failed ? 'alert' : 'status'}>
      {sponsored.phase === 'failed' ? sponsored.sentence : sentences[sponsored.phase]}
    </p>
  );
}

/** When the next drip is possible. @param props.justNow the last one has just been shown to arrive */
export function DripWait({ nextDripAt, justNow }: { nextDripAt: number; justNow: boolean }) {
  return (
    <p className="hint" role="status">
      {rich(justNow ? 'faucet.dripForm.theNextOneIs' : 'faucet.dripForm.alreadyGotNext', {
        nextDripAt: formatMoment(nextDripAt),
        countdown: () => <Countdown until={nextDripAt} label={t('faucet.dripForm.timeUntilNext')} />,
      })}
    </p>
  );
}
