import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense } from 'react';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { NetworkGate } from '#web/app/NetworkGate.tsx';
import { queries } from '#web/app/networkQuery.ts';
import { PageBoundary } from '#web/app/PageBoundary.tsx';
import { pages } from '#web/app/pages.ts';
import { Shell } from '#web/app/Shell.tsx';
import { StaticHead } from '#web/app/StaticPage.tsx';
import { useDocumentLanguage } from '#web/app/useDocumentLanguage.ts';
import { usePageStart } from '#web/app/usePageStart.ts';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import { t } from '#web/language/translate.ts';
import { MOVED_PAGES } from '#web/paths/movedPages.ts';
import { WalletProvider } from '#web/wallet/WalletProvider.tsx';

function NotFound() {
  usePageTitle(t('shell.app.noSuchPage'));
  return (
    <div className="notice">
      <h1>{t('shell.app.noSuchPage')}</h1>
      <p>{t('shell.app.thisAddressDoesNot')}</p>
      <Link href="/" className="button primary">
        {t('shell.app.backToTheStart')}
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
          {MOVED_PAGES.map(({ from, to }) => (
            <Route<{ id?: string }> key={from} path={from}>
              {({ id }) => <Redirect to={to(id, new URLSearchParams(window.location.search))} replace />}
            </Route>
          ))}
          <Route component={NotFound} />
        </Switch>
      </Suspense>
    </PageBoundary>
  );
}

export function App() {
  // Everything below is rendered again when the language changes; no state is lost.
  useDocumentLanguage();
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
