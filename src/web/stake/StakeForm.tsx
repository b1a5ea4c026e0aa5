import { Link } from 'wouter';
import { useNetwork } from '#web/network/networkContext.ts';
import { AmountCard } from '#web/stake/AmountCard.tsx';

/** @param props.inWallet wei of CAI */
export function StakeForm({ inWallet }: { inWallet: bigint | undefined }) {
  const network = useNetwork();
  return (
    <AmountCard
      title="Stake"
      hint="One signature and one transaction move CAI from your wallet to your idle stake."
      label="Amount to stake"
      maximum={inWallet}
      source="In your wallet"
      button="Stake CAI"
      done="Staked."
      send={async (wallet, wei) =>
        wallet.send({
          to: network.config.contracts.staking,
          data: await wallet.stakeTopUpCall(wei),
        })
      }
    >
      {inWallet === 0n && (
        <p className="hint">
          Your wallet has no CAI. <Link href="/faucet">Get some from the faucet.</Link>
        </p>
      )}
    </AmountCard>
  );
}
