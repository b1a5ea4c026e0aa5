import { t } from '#web/language/translate.ts';
import { useEmission } from '#web/queries/useEmission.ts';
import { AmountCard } from '#web/stake/AmountCard.tsx';
import { NoCaiHint } from '#web/staking/NoCaiHint.tsx';
import { afterStake } from '#web/staking/outcome.ts';

interface StakeFormProps {
  /** Wei of CAI, as all here. */
  inWallet: bigint | undefined;
  idle: bigint;
  /** In nodes, own bonds included. */
  voted: bigint;
}

export function StakeForm({ inWallet, idle, voted }: StakeFormProps) {
  const emission = useEmission().data;
  return (
    <AmountCard
      title={t('stake.stakeForm.stake')}
      hint={t('stake.stakeForm.oneSignatureAndOne')}
      label={t('stake.stakeForm.amountToStake')}
      maximum={inWallet}
      source={t('stake.stakeForm.inYourWallet')}
      none={t('shell.noCaiHint.none')}
      button="stake.stakeForm.stakeAmount"
      done={t('stake.stakeForm.staked')}
      outcome={(wei) => afterStake({ idle, voted }, wei, emission)}
      send={(wallet, wei) => wallet.stake(wei)}
    >
      {inWallet === 0n && <NoCaiHint />}
    </AmountCard>
  );
}
