import { RainbowKitProvider } from '@rainbow-me/rainbowkit';
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { WagmiProvider } from 'wagmi';
import { Link, Route, Switch, useLocation } from 'wouter';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import { NetworkGate } from '#web/app/NetworkGate.tsx';
import { PageBoundary } from '#web/app/PageBoundary.tsx';
import { rainbowTheme } from '#web/app/rainbowTheme.ts';
import { Shell } from '#web/app/Shell.tsx';
import { EggAvatar } from '#web/components/EggAvatar.tsx';
import { CreatePage } from '#web/create/CreatePage.tsx';
import { wagmiConfigFor } from '#web/network/wagmiConfig.ts';

// The miner brings libp2p and the ONNX Runtime with it: neither is fetched until the Mine page is opened.
const MinePage = lazy(async () => ({ default: (await import('#web/mine/MinePage.tsx')).MinePage }));
const StakePage = lazy(async () => ({ default: (await import('#web/stake/StakePage.tsx')).StakePage }));
const VotePage = lazy(async () => ({ default: (await import('#web/vote/VotePage.tsx')).VotePage }));
const ModelCardPage = lazy(async () => ({
  default: (await import('#web/models/ModelCardPage.tsx')).ModelCardPage,
}));
const FaucetPage = lazy(async () => ({ default: (await import('#web/faucet/FaucetPage.tsx')).FaucetPage }));

const queries = new QueryClient({ defaultOptions: { queries: { retry: 1 } } });

function NotFound() {
  return (
    <div className="notice">
      <h1>No such page</h1>
      <p>This address does not exist. Check it for typos, or go back to the start.</p>
      <Link href="/" className="button primary">
        Back to the start
      </Link>
    </div>
  );
}

function Pages() {
  const [location] = useLocation();
  return (
    <PageBoundary key={location}>
      <Suspense fallback={<p className="page-loading muted">Opening…</p>}>
        <Switch>
          <Route path="/" component={CreatePage} />
          <Route path="/mine" component={MinePage} />
          <Route path="/stake" component={StakePage} />
          <Route path="/vote" component={VotePage} />
          <Route path="/model" component={ModelCardPage} />
          <Route path="/faucet" component={FaucetPage} />
          <Route component={NotFound} />
        </Switch>
      </Suspense>
    </PageBoundary>
  );
}

function Wallets({ network }: { network: NetworkConfig }) {
  const wagmi = useQuery({
    queryKey: ['wallets'],
    queryFn: () => wagmiConfigFor(network),
    staleTime: Infinity,
  });
  if (wagmi.data === undefined) return null;
  return (
    <WagmiProvider config={wagmi.data}>
      <RainbowKitProvider
        theme={rainbowTheme}
        modalSize="compact"
        appInfo={{ appName: 'Cuckoo' }}
        avatar={EggAvatar}
      >
        <Shell>
          <Pages />
        </Shell>
      </RainbowKitProvider>
    </WagmiProvider>
  );
}

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <NetworkGate>{(network) => <Wallets network={network} />}</NetworkGate>
    </QueryClientProvider>
  );
}
