import type { Address } from 'viem';
import { Figure } from '#web/components/Figure.tsx';
import { ProblemNotice, WalletNotice } from '#web/components/Notice.tsx';
import { PageHead } from '#web/components/PageHead.tsx';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import { formatAmount } from '#web/money/amount.ts';
import { useStake } from '#web/queries/useStake.ts';
import { useVotes } from '#web/queries/useVotes.ts';
import { useWallet } from '#web/queries/useWallet.ts';
import { StakeForm } from '#web/stake/StakeForm.tsx';
import { UnstakeForm } from '#web/stake/UnstakeForm.tsx';
import { isOwnedBy } from '#web/staking/isOwnedBy.ts';

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);

function StakeOf({ address }: { address: Address }) {
  const { balances } = useWallet();
  const stake = useStake(address);
  const votes = useVotes(address);
  if (stake.isError && stake.data === undefined) {
    return <ProblemNotice what="Your stake could not be read" onRetry={() => void stake.refetch()} />;
  }
  const { data } = stake;
  const voted = votes.data?.filter(({ node }) => !isOwnedBy(node, address));
  const bonds = votes.data?.filter(({ node }) => isOwnedBy(node, address));
  return (
    <>
      <dl className="figures strip" aria-label="Your CAI">
        <Figure name="In the wallet">{balances.data && formatAmount(balances.data.cai)}</Figure>
        <Figure name="Idle stake" note="earns the base rate">
          {data && formatAmount(data.idle)}
        </Figure>
        <Figure name="Voted" note={voted && `on ${voted.length} ${voted.length === 1 ? 'node' : 'nodes'}`}>
          {voted && formatAmount(sum(voted.map(({ amount }) => amount)))}
        </Figure>
        <Figure name="Own bonds">{bonds && formatAmount(sum(bonds.map(({ amount }) => amount)))}</Figure>
        <Figure name="Leaving">{data && formatAmount(sum(data.exits.map(({ amount }) => amount)))}</Figure>
      </dl>
      <div className="columns">
        <StakeForm inWallet={balances.data?.cai} />
        <UnstakeForm idle={data?.idle} coolDown={data?.coolDown} />
      </div>
    </>
  );
}

export function StakePage() {
  usePageTitle('Stake');
  const { address } = useWallet();
  return (
    <>
      <PageHead path="/stake" />
      {address === undefined ? (
        <WalletNotice>Connect a wallet to see and move your stake.</WalletNotice>
      ) : (
        <StakeOf key={address} address={address} />
      )}
    </>
  );
}
