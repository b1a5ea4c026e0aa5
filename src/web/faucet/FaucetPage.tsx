import { Link } from 'wouter';
import { EmptyNotice } from '#web/components/Notice.tsx';
import { PageHead } from '#web/components/PageHead.tsx';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import { DripForm } from '#web/faucet/DripForm.tsx';
import { formatCai } from '#web/money/amount.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { useMinimumBond } from '#web/queries/useMinimumBond.ts';

const usesOf = (minimumBond: bigint | undefined) => [
  {
    path: '/mine',
    name: 'Mine',
    text: `with this tab${minimumBond === undefined ? '' : `: a miner needs a bond of ${formatCai(minimumBond)}`}.`,
  },
  { path: '/nodes', name: 'Vote', text: 'for miners and coordinators, and share their rewards.' },
  { path: '/stake', name: 'Stake', text: 'and earn rewards without choosing a node.' },
];

export function FaucetPage() {
  usePageTitle('Faucet');
  const { config } = useNetwork();
  const { faucet } = config.contracts;
  const minimumBond = useMinimumBond('miner');
  return (
    <>
      <PageHead path="/faucet" />
      {faucet === null ? (
        <EmptyNotice title="This network has no faucet" />
      ) : (
        <div className="columns">
          <DripForm faucet={faucet} />
          <section className="plain" aria-labelledby="uses-title">
            <h2 id="uses-title">What you can do with CAI</h2>
            <ul>
              {usesOf(minimumBond).map(({ path, name, text }) => (
                <li key={path}>
                  <Link href={path}>{name}</Link> {text}
                </li>
              ))}
            </ul>
          </section>
        </div>
      )}
    </>
  );
}
