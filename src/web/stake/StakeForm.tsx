import { Link } from 'wouter';
import { rich, t } from '#web/language/translate.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { AmountCard } from '#web/stake/AmountCard.tsx';

/** @param props.inWallet wei of CAI */
export function StakeForm({ inWallet }: { inWallet: bigint | undefined }) {
  const network = useNetwork();
  return (
    <AmountCard
      title={t('stake.stakeForm.stake')}
      hint={t('stake.stakeForm.oneSignatureAndOne')}
      label={t('stake.stakeForm.amountToStake')}
      maximum={inWallet}
      source={t('stake.stakeForm.inYourWallet')}
      button={t('stake.stakeForm.stakeCai')}
      done={t('stake.stakeForm.staked')}
      send={async (wallet, wei) =>
        wallet.send({
          to: network.config.contracts.staking,
          data: await wallet.stakeTopUpCall(wei),
        })
      }
    >
      {inWallet === 0n && (
        <p className="hint">
          {rich('stake.stakeForm.yourWalletHasNo', { link: (part) => <Link href="/faucet">{part}</Link> })}
        </p>
      )}
    </AmountCard>
  );
}
