import { encodeFunctionData } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { AmountField, useAmount } from '#web/components/AmountField.tsx';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import { formatPeriod } from '#web/time/moment.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

interface UnstakeFormProps {
  /** Wei of CAI. */
  idle: bigint | undefined;
  /** Seconds. */
  coolDown: number | undefined;
}

export function UnstakeForm({ idle, coolDown }: UnstakeFormProps) {
  const { config } = useNetwork();
  const amount = useAmount(idle);
  const flow = useTransaction();

  async function unstake(wei: bigint): Promise<void> {
    const data = encodeFunctionData({ abi: stakingAbi, functionName: 'unstake', args: [wei] });
    if (await flow.run((wallet) => wallet.send({ to: config.contracts.staking, data }))) amount.setText('');
  }

  return (
    <section className="card" aria-labelledby="unstake-title">
      <h2 id="unstake-title">Unstake</h2>
      <p className="muted">
        Idle stake leaves after a cool-down{coolDown === undefined ? '' : ` of ${formatPeriod(coolDown)}`}.
        Then you withdraw it.
      </p>
      <AmountField label="Amount to unstake" amount={amount} source="Idle stake" disabled={flow.busy} />
      <TransactionButton
        flow={flow}
        disabled={amount.wei === undefined}
        onClick={() => amount.wei !== undefined && void unstake(amount.wei)}
      >
        Unstake CAI
      </TransactionButton>
      <TransactionStatus flow={flow} done="Unstaked. The cool-down has begun." />
    </section>
  );
}
