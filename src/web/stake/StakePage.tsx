import type { Address } from 'viem';
import { Figure } from '#web/components/Figure.tsx';
import { ProblemNotice, WalletNotice } from '#web/components/Notice.tsx';
import { PageHead } from '#web/components/PageHead.tsx';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import { t } from '#web/language/translate.ts';
import { formatAmount } from '#web/money/amount.ts';
import { useEmission } from '#web/queries/useEmission.ts';
import { useStake } from '#web/queries/useStake.ts';
import { useVotes } from '#web/queries/useVotes.ts';
import { useWallet } from '#web/queries/useWallet.ts';
import { StakeForm } from '#web/stake/StakeForm.tsx';
import { UnstakeForm } from '#web/stake/UnstakeForm.tsx';
import { formatApr, idleApr } from '#web/staking/apr.ts';
import { isOwnedBy } from '#web/staking/isOwnedBy.ts';

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);

function StakeOf({ address }: { address: Address }) {
  const { balances } = useWallet();
  const stake = useStake(address);
  const votes = useVotes(address);
  const emission = useEmission().data;
  if (stake.isError && stake.data === undefined) {
    return (
      <ProblemNotice what={t('stake.stakePage.yourStakeCouldNot')} onRetry={() => void stake.refetch()} />
    );
  }
  const { data } = stake;
  const voted = votes.data?.filter(({ node }) => !isOwnedBy(node, address));
  const bonds = votes.data?.filter(({ node }) => isOwnedBy(node, address));
  return (
    <>
      <dl className="figures strip" aria-label={t('stake.stakePage.yourCai')}>
        <Figure name={t('stake.stakePage.inTheWallet')} note="CAI">
          {balances.data && formatAmount(balances.data.cai)}
        </Figure>
        <Figure
          name={t('stake.stakePage.idleStake')}
          note={
            emission === undefined
              ? 'CAI'
              : t('stake.stakePage.earnsApr', { apr: formatApr(idleApr(emission)) })
          }
        >
          {data && formatAmount(data.idle)}
        </Figure>
        <Figure
          name={t('stake.stakePage.voted')}
          note={voted && t('stake.stakePage.onNodes', { count: voted.length })}
        >
          {voted && formatAmount(sum(voted.map(({ amount }) => amount)))}
        </Figure>
        <Figure name={t('stake.stakePage.ownBonds')} note="CAI">
          {bonds && formatAmount(sum(bonds.map(({ amount }) => amount)))}
        </Figure>
        <Figure name={t('stake.stakePage.leaving')} note="CAI">
          {data && formatAmount(sum(data.exits.map(({ amount }) => amount)))}
        </Figure>
      </dl>
      <div className="columns">
        <StakeForm inWallet={balances.data?.cai} />
        <UnstakeForm idle={data?.idle} coolDown={data?.coolDown} />
      </div>
    </>
  );
}

export function StakePage() {
  usePageTitle(t('shell.pageHead.stake'));
  const { address } = useWallet();
  return (
    <>
      <PageHead path="/stake" />
      {address === undefined ? (
        <WalletNotice>{t('stake.stakePage.connectAWalletTo')}</WalletNotice>
      ) : (
        <StakeOf key={address} address={address} />
      )}
    </>
  );
}
