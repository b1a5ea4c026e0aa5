import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { MiningReminder } from '#web/app/MiningReminder.tsx';
import { ConnectButton } from '#web/components/ConnectButton.tsx';
import { CuckooMark } from '#web/components/CuckooMark.tsx';
import { NavIcon, type NavIconName } from '#web/components/NavIcon.tsx';
import { useMining } from '#web/mining/miningSignal.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { useIsChainSilent } from '#web/queries/useChainClock.ts';
import { useWalletLink } from '#web/wallet/walletLink.ts';

const PAGES: { path: string; name: string; icon: NavIconName }[] = [
  { path: '/', name: 'Create', icon: 'create' },
  { path: '/mine', name: 'Mine', icon: 'mine' },
  { path: '/stake', name: 'Stake', icon: 'stake' },
  { path: '/vote', name: 'Vote', icon: 'vote' },
  { path: '/faucet', name: 'Faucet', icon: 'faucet' },
];

function Navigation() {
  const [location] = useLocation();
  const { config } = useNetwork();
  const mining = useMining();
  const pages = config.contracts.faucet === null ? PAGES.filter(({ path }) => path !== '/faucet') : PAGES;
  return (
    <nav className="nav" aria-label="Main">
      {pages.map(({ path, name, icon }) => (
        <Link key={path} href={path} aria-current={location === path ? 'page' : undefined}>
          <NavIcon name={icon} />
          <span>{name}</span>
          {path === '/mine' && mining && (
            <span className="nav-live" role="img" aria-label="(this tab is mining)" />
          )}
        </Link>
      ))}
    </nav>
  );
}

function ChainSilence() {
  const { config } = useNetwork();
  if (!useIsChainSilent()) return null;
  return (
    <p className="banner" role="alert">
      The chain does not answer at {config.rpcUrl}. What you see may be out of date. The page tries again
      every few seconds.
      {config.devnet && ' Check that “npm start” is still running.'}
    </p>
  );
}

function WalletFailure() {
  const { failure } = useWalletLink();
  if (failure === null) return null;
  return (
    <p className="banner" role="alert">
      {failure}
    </p>
  );
}

/** Header, navigation and footer around every page. */
export function Shell({ children }: { children: ReactNode }) {
  const { config } = useNetwork();
  return (
    <>
      <a className="skip" href="#content">
        Skip to the page
      </a>
      <header className="header">
        <Link href="/" className="brand" aria-label="Cuckoo, home">
          <CuckooMark size={40} />
          <span className="brand-name">Cuckoo</span>
        </Link>
        <Navigation />
        <div className="header-end">
          <span className="network-badge" title={`Chain ${config.chainId} at ${config.rpcUrl}`}>
            {config.name}
          </span>
          <ConnectButton />
        </div>
      </header>
      <ChainSilence />
      <WalletFailure />
      <MiningReminder />
      <main id="content" className="page" tabIndex={-1}>
        {children}
      </main>
      <footer className="footer">
        <p>
          Tasks go to browser tabs by a draw weighted by stake. Every assignment is signed and can be checked
          by anyone.
        </p>
        <p className="muted">
          Network <b>{config.name}</b>, chain {config.chainId}.{' '}
          {config.devnet && 'Nothing on this network has any value.'}
        </p>
      </footer>
    </>
  );
}
