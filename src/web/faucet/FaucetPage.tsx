import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { EmptyNotice } from '#web/components/Notice.tsx';
import { PageHead } from '#web/components/PageHead.tsx';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import { DripForm } from '#web/faucet/DripForm.tsx';
import { rich, t } from '#web/language/translate.ts';
import { formatCai } from '#web/money/amount.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { useMinimumBond } from '#web/queries/useMinimumBond.ts';

const linkTo = (path: string) => (part: ReactNode) => <Link href={path}>{part}</Link>;

function Uses({ minimumBond }: { minimumBond: bigint | undefined }) {
  const mine = { link: linkTo('/mine') };
  return (
    <ul>
      <li>
        {minimumBond === undefined
          ? rich('faucet.faucetPage.mine', mine)
          : rich('faucet.faucetPage.mineWithBond', { ...mine, minimumBond: formatCai(minimumBond) })}
      </li>
      <li>{rich('faucet.faucetPage.vote', { link: linkTo('/nodes') })}</li>
      <li>{rich('faucet.faucetPage.stake', { link: linkTo('/stake') })}</li>
    </ul>
  );
}

export function FaucetPage() {
  usePageTitle(t('shell.pageHead.faucet'));
  const { config } = useNetwork();
  const { faucet } = config.contracts;
  const minimumBond = useMinimumBond('miner');
  return (
    <>
      <PageHead path="/faucet" />
      {faucet === null ? (
        <EmptyNotice title={t('faucet.faucetPage.thisNetworkHasNo')} />
      ) : (
        <div className="columns">
          <DripForm faucet={faucet} />
          <section className="plain" aria-labelledby="uses-title">
            <h2 id="uses-title">{t('faucet.faucetPage.whatYouCanDo')}</h2>
            <Uses minimumBond={minimumBond} />
          </section>
        </div>
      )}
    </>
  );
}
