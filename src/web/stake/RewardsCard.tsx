import { type Address, encodeFunctionData } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { Figure } from '#web/components/Figure.tsx';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import { formatAmount } from '#web/money/amount.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { useRewards } from '#web/queries/useRewards.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

/** What stake has earned in all pools, and the one transaction that pays it out. */
export function RewardsCard({ address }: { address: Address }) {
  const { config } = useNetwork();
  const rewards = useRewards(address);
  const flow = useTransaction();
  const pools = [...(rewards.data?.keys() ?? [])];
  const total = rewards.data && [...rewards.data.values()].reduce((sum, amount) => sum + amount, 0n);

  function claim(): void {
    void flow.run((wallet) => {
      const args = [pools, wallet.address] as const;
      const data = encodeFunctionData({ abi: stakingAbi, functionName: 'claim', args });
      return wallet.send({ to: config.contracts.staking, data });
    });
  }

  return (
    <section className="card span" aria-labelledby="rewards-title">
      <h2 id="rewards-title">Rewards</h2>
      <div className="split">
        <dl className="figures">
          <Figure name="Earned, CAI" note={`in ${pools.length} ${pools.length === 1 ? 'pool' : 'pools'}`}>
            {total === undefined ? null : formatAmount(total)}
          </Figure>
        </dl>
        <TransactionButton flow={flow} disabled={total === undefined || total === 0n} onClick={claim}>
          Claim rewards
        </TransactionButton>
      </div>
      <p className="muted">
        Stake earns the base rate, idle or voted. A node’s stake earns double while the node works: the fees
        of its paid tasks buy that time.
      </p>
      <TransactionStatus flow={flow} done="Claimed: the CAI is in your wallet." />
    </section>
  );
}
