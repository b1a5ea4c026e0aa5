import { useRef } from 'react';
import type { Address } from 'viem';
import { Figure } from '#web/components/Figure.tsx';
import { ProblemNotice, WalletNotice } from '#web/components/Notice.tsx';
import { PageHead } from '#web/components/PageHead.tsx';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import { t } from '#web/language/translate.ts';
import { ExactAmount } from '#web/money/ExactAmount.tsx';
import { useEmission } from '#web/queries/useEmission.ts';
import { useStake } from '#web/queries/useStake.ts';
import { useVotes } from '#web/queries/useVotes.ts';
import { useWallet } from '#web/queries/useWallet.ts';
import { Simulator } from '#web/stake/Simulator.tsx';
import { StakeForm } from '#web/stake/StakeForm.tsx';
import { UnstakeForm } from '#web/stake/UnstakeForm.tsx';
import { AprFormula } from '#web/staking/apr/AprFormula.tsx';
import { formatApr, idleApr } from '#web/staking/apr.ts';
import { isOwnedBy } from '#web/staking/isOwnedBy.ts';

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);

function StakeOf({ address }: { address: Address }) {
  const { balances } = useWallet();
  const stake = useStake(address);
  const votes = useVotes(address);
  const emission = useEmission().data;
  // While another account's stake is read, the form stays with what was typed into it.
  const unstakes = useRef(false);
  if (stake.isError && stake.data === undefined) {
    return (
      <ProblemNotice what={t('stake.stakePage.yourStakeCouldNot')} onRetry={() => void stake.refetch()} />
    );
  }
  const { data } = stake;
  const voted = votes.data?.filter(({ node }) => !isOwnedBy(node, address));
  const bonds = votes.data?.filter(({ node }) => isOwnedBy(node, address));
  const inNodes = sum(votes.data?.map(({ amount }) => amount) ?? []);
  if (data !== undefined) unstakes.current = data.idle + inNodes > 0n || data.exits.length > 0;
  return (
    <>
      <dl className="figures strip" aria-label={t('stake.stakePage.yourCai')}>
        <Figure name={t('stake.stakePage.inTheWallet')} note="CAI">
          {balances.data && <ExactAmount wei={balances.data.cai} />}
        </Figure>
        <Figure
          name={t('stake.stakePage.idleStake')}
          note={
            emission === undefined
              ? 'CAI'
              : t('stake.stakePage.earnsApr', { apr: formatApr(idleApr(emission)) })
          }
        >
          {data && <ExactAmount wei={data.idle} />}
        </Figure>
        <Figure
          name={t('stake.stakePage.voted')}
          note={voted && t('stake.stakePage.onNodes', { count: voted.length })}
        >
          {voted && <ExactAmount wei={sum(voted.map(({ amount }) => amount))} />}
        </Figure>
        <Figure name={t('stake.stakePage.ownBonds')} note="CAI">
          {bonds && <ExactAmount wei={sum(bonds.map(({ amount }) => amount))} />}
        </Figure>
        <Figure name={t('stake.stakePage.leaving')} note="CAI">
          {data && <ExactAmount wei={sum(data.exits.map(({ amount }) => amount))} />}
        </Figure>
      </dl>
      <div className="columns">
        <StakeForm inWallet={balances.data?.cai} idle={data?.idle ?? 0n} voted={inNodes} />
        {unstakes.current && <UnstakeForm idle={data?.idle} voted={inNodes} coolDown={data?.coolDown} />}
        {emission !== undefined && (
          <section className="card span" aria-labelledby="idle-rate-title">
            <h2 id="idle-rate-title">{t('stake.stakePage.idleRate')}</h2>
            <p>{formatApr(idleApr(emission))}</p>
            <AprFormula emission={emission} />
          </section>
        )}
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
      <Simulator />
      <div className="section">
        {address === undefined ? (
          <WalletNotice>{t('stake.stakePage.connectAWalletTo')}</WalletNotice>
        ) : (
          <StakeOf address={address} />
        )}
      </div>
    </>
  );
}
