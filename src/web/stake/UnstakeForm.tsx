import { encodeFunctionData } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { t } from '#web/language/translate.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { AmountCard } from '#web/stake/AmountCard.tsx';
import { formatDuration } from '#web/time/moment.ts';

interface UnstakeFormProps {
  /** Wei of CAI. */
  idle: bigint | undefined;
  /** Seconds. */
  coolDown: number | undefined;
}

export function UnstakeForm({ idle, coolDown }: UnstakeFormProps) {
  const { config } = useNetwork();
  return (
    <AmountCard
      title={t('stake.unstakeForm.unstake')}
      hint={
        coolDown === undefined
          ? t('stake.unstakeForm.withdrawAfterCoolDown')
          : t('stake.unstakeForm.youCanWithdrawUnstaked', { period: formatDuration(coolDown) })
      }
      label={t('stake.unstakeForm.amountToUnstake')}
      maximum={idle}
      source={t('stake.unstakeForm.idleStake')}
      none={t('stake.unstakeForm.nothingIdle')}
      button={t('stake.unstakeForm.unstakeCai')}
      done={t('stake.unstakeForm.unstakedTheCoolDown')}
      send={(wallet, wei) =>
        wallet.send({
          to: config.contracts.staking,
          data: encodeFunctionData({ abi: stakingAbi, functionName: 'unstake', args: [wei] }),
        })
      }
    />
  );
}
