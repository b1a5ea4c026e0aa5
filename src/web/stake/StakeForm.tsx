import { Link } from 'wouter';
import { useNetwork } from '#web/network/networkContext.ts';
import { AmountField, useAmount } from '#web/components/AmountField.tsx';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import { stakeTopUpCall } from '#web/transaction/stakeTopUp.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

/** @param props.wallet wei of CAI in the wallet */
export function StakeForm({ wallet }: { wallet: bigint | undefined }) {
  const network = useNetwork();
  const amount = useAmount(wallet);
  const flow = useTransaction();

  async function stake(wei: bigint): Promise<void> {
    const sent = await flow.run(async (account) =>
      account.send({
        to: network.config.contracts.staking,
        data: await stakeTopUpCall(network, account, wei),
      }),
    );
    if (sent) amount.setText('');
  }

  return (
    <section className="card" aria-labelledby="stake-title">
      <h2 id="stake-title">Stake</h2>
      <p className="muted">
        One signature and one transaction bring CAI from the wallet into your idle stake.
      </p>
      <AmountField label="Amount to stake" amount={amount} source="In the wallet" disabled={flow.busy} />
      <TransactionButton
        flow={flow}
        disabled={amount.wei === undefined}
        onClick={() => amount.wei !== undefined && void stake(amount.wei)}
      >
        Stake CAI
      </TransactionButton>
      <TransactionStatus flow={flow} done="Staked." />
      {wallet === 0n && (
        <p className="hint">
          The wallet holds no CAI. <Link href="/faucet">The faucet gives some.</Link>
        </p>
      )}
    </section>
  );
}
