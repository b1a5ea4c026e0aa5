import { encodeFunctionData } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
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
  const period = coolDown === undefined ? '' : ` of ${formatDuration(coolDown)}`;
  return (
    <AmountCard
      title="Unstake"
      hint={`You can withdraw unstaked CAI after a cool-down${period}, in your portfolio.`}
      label="Amount to unstake"
      maximum={idle}
      source="Idle stake"
      button="Unstake CAI"
      done="Unstaked. The cool-down has started."
      send={(wallet, wei) =>
        wallet.send({
          to: config.contracts.staking,
          data: encodeFunctionData({ abi: stakingAbi, functionName: 'unstake', args: [wei] }),
        })
      }
    />
  );
}
