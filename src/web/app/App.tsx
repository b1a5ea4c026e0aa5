import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense } from 'react';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { NetworkGate } from '#web/app/NetworkGate.tsx';
import { queries } from '#web/app/networkQuery.ts';
import { PageBoundary } from '#web/app/PageBoundary.tsx';
import { pages } from '#web/app/pages.ts';
import { Shell } from '#web/app/Shell.tsx';
import { StaticHead } from '#web/app/StaticPage.tsx';
import { usePageStart } from '#web/app/usePageStart.ts';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import { WalletProvider } from '#web/wallet/WalletProvider.tsx';

function NotFound() {
  usePageTitle('No such page');
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
  usePageStart(location);
  return (
    <PageBoundary key={location}>
      <Suspense fallback={<StaticHead />}>
        <Switch>
          {pages.map(({ path, Page }) => (
            <Route key={path} path={path} component={Page} />
          ))}
          {/* Its address until the list of nodes had one of its own. */}
          <Route path="/vote">
            <Redirect to="/nodes" replace />
          </Route>
          <Route component={NotFound} />
        </Switch>
      </Suspense>
    </PageBoundary>
  );
}

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <NetworkGate>
        {(network) => (
          <WalletProvider network={network}>
            <Shell>
              <Pages />
            </Shell>
          </WalletProvider>
        )}
      </NetworkGate>
    </QueryClientProvider>
  );
}
