import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { Frame } from '#web/app/Frame.tsx';
import { MiningReminder } from '#web/app/MiningReminder.tsx';
import { ConnectButton } from '#web/components/ConnectButton.tsx';
import { useMining } from '#web/mining/miningSignal.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { useIsChainSilent } from '#web/queries/useChainClock.ts';
import { useWalletLink } from '#web/wallet/walletLink.ts';

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

/** What the connected wallet has in the network. */
function PortfolioLink() {
  const { account } = useWalletLink();
  const [location] = useLocation();
  if (account === undefined) return null;
  return (
    <Link
      href="/portfolio"
      className="portfolio-link"
      aria-current={location === '/portfolio' ? 'page' : undefined}
    >
      Portfolio
    </Link>
  );
}

/** Header, navigation and footer around every page. */
export function Shell({ children }: { children: ReactNode }) {
  const { config } = useNetwork();
  const mining = useMining();
  return (
    <Frame
      hasFaucet={config.contracts.faucet !== null}
      mining={mining}
      end={
        <>
          <span className="network-badge" title={`Chain ${config.chainId} at ${config.rpcUrl}`}>
            {config.name}
          </span>
          <PortfolioLink />
          <ConnectButton />
        </>
      }
      banners={
        <>
          <ChainSilence />
          <WalletFailure />
          <MiningReminder />
        </>
      }
      footer={
        <footer className="footer">
          <p>
            Tasks go to browser tabs by a draw weighted by stake. Every assignment is signed and can be
            checked by anyone.
          </p>
          <p className="muted">
            Network <b>{config.name}</b>, chain {config.chainId}.{' '}
            {config.devnet && 'Nothing on this network has any value.'}
          </p>
        </footer>
      }
    >
      {children}
    </Frame>
  );
}
