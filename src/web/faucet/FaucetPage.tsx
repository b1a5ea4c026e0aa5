import { Link } from 'wouter';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { EmptyNotice } from '#web/components/Notice.tsx';
import { DripForm } from '#web/faucet/DripForm.tsx';

const USES = [
  { path: '/mine', name: 'Mine', text: 'with this tab: 20,000 CAI stand behind a miner.' },
  { path: '/vote', name: 'Vote', text: 'for miners and coordinators, and share what they earn.' },
  { path: '/stake', name: 'Stake', text: 'and let it earn by itself.' },
];

export function FaucetPage() {
  usePageTitle('Faucet');
  const { config } = useNetwork();
  const { faucet } = config.contracts;
  return (
    <>
      <header className="page-head">
        <h1>Faucet</h1>
        <p>Test CAI and the gas to use it, for any address that asks.</p>
      </header>
      {faucet === null ? (
        <EmptyNotice title="This network has no faucet" />
      ) : (
        <div className="columns">
          <DripForm faucet={faucet} />
          <section className="plain" aria-labelledby="uses-title">
            <h2 id="uses-title">What it is good for</h2>
            <ul>
              {USES.map(({ path, name, text }) => (
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
