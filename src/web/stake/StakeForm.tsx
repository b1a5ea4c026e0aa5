import { t } from '#web/language/translate.ts';
import { AmountCard } from '#web/stake/AmountCard.tsx';
import { NoCaiHint } from '#web/staking/NoCaiHint.tsx';

/** @param props.inWallet wei of CAI */
export function StakeForm({ inWallet }: { inWallet: bigint | undefined }) {
  return (
    <AmountCard
      title={t('stake.stakeForm.stake')}
      hint={t('stake.stakeForm.oneSignatureAndOne')}
      label={t('stake.stakeForm.amountToStake')}
      maximum={inWallet}
      source={t('stake.stakeForm.inYourWallet')}
      none={t('shell.noCaiHint.none')}
      button={t('stake.stakeForm.stakeCai')}
      done={t('stake.stakeForm.staked')}
      send={(wallet, wei) => wallet.stake(wei)}
    >
      {inWallet === 0n && <NoCaiHint />}
    </AmountCard>
  );
}
