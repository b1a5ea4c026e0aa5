import { encodeFunctionData } from 'viem';
import { Link } from 'wouter';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { rich, t } from '#web/language/translate.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { useChainNowSeconds } from '#web/queries/useChainClock.ts';
import { useEmission } from '#web/queries/useEmission.ts';
import { AmountCard } from '#web/stake/AmountCard.tsx';
import { afterUnstake } from '#web/staking/outcome.ts';
import { formatDuration } from '#web/time/moment.ts';

interface UnstakeFormProps {
  /** Wei of CAI, as all here. */
  idle: bigint | undefined;
  /** In nodes, own bonds included. */
  voted: bigint;
  /** Seconds. */
  coolDown: number | undefined;
}

export function UnstakeForm({ idle, voted, coolDown }: UnstakeFormProps) {
  const { config } = useNetwork();
  const emission = useEmission().data;
  const nowSeconds = useChainNowSeconds();
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
      button="stake.unstakeForm.unstakeAmount"
      done={t('stake.unstakeForm.unstakedTheCoolDown')}
      outcome={(wei) =>
        afterUnstake(
          { idle: idle ?? 0n, voted },
          { amount: wei, readyAt: nowSeconds + (coolDown ?? 0) },
          emission,
        )
      }
      send={(wallet, wei) =>
        wallet.send({
          to: config.contracts.staking,
          data: encodeFunctionData({ abi: stakingAbi, functionName: 'unstake', args: [wei] }),
        })
      }
    >
      {idle === 0n && (
        <p className="hint">
          {rich('stake.unstakeForm.takeOutFirst', {
            link: (part) => <Link href="/portfolio">{part}</Link>,
          })}
        </p>
      )}
    </AmountCard>
  );
}
