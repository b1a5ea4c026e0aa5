import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { PageAnnouncer } from '#web/announce/PageAnnouncer.tsx';
import { Frame } from '#web/app/Frame.tsx';
import { MiningReminder } from '#web/app/MiningReminder.tsx';
import { NewVersion } from '#web/app/NewVersion.tsx';
import { ConnectButton } from '#web/components/ConnectButton.tsx';
import { LanguageSwitch } from '#web/components/LanguageSwitch.tsx';
import { rich, t } from '#web/language/translate.ts';
import { AccountMenu } from '#web/menu/AccountMenu.tsx';
import { useMining } from '#web/mining/miningSignal.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { useIsOffline } from '#web/offline/useIsOffline.ts';
import { useHead, useIsChainSilent } from '#web/queries/useChainClock.ts';
import { lastAnswerSentence } from '#web/time/lastAnswer.ts';
import { TransactionToasts } from '#web/toasts/TransactionToasts.tsx';
import { useWalletLink } from '#web/wallet/walletLink.ts';

function ChainSilence() {
  const { config } = useNetwork();
  const isSilent = useIsChainSilent();
  const isOffline = useIsOffline();
  const { dataUpdatedAt } = useHead();
  if (!isSilent) return null;
  const since = lastAnswerSentence(dataUpdatedAt);
  if (isOffline)
    return (
      <p className="banner" role="alert">
        {t('shell.shell.youAreOffline')} {since}
      </p>
    );
  return (
    <p className="banner" role="alert">
      {t('shell.shell.theChainDoesNot', { rpcUrl: config.rpcUrl })} {since}
      {config.devnet && ` ${t('shell.shell.checkThatNpmStart')}`}
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
  const mining = useMining();
  return (
    <Frame
      mining={mining}
      end={
        <>
          <span
            className="network-badge"
            title={t('shell.shell.chainChainidAtRpcurl', { chainId: config.chainId, rpcUrl: config.rpcUrl })}
          >
            {config.name}
          </span>
          <LanguageSwitch />
          <ConnectButton />
          <AccountMenu />
        </>
      }
      banners={
        <>
          <PageAnnouncer />
          <ChainSilence />
          <WalletFailure />
          <NewVersion />
          <MiningReminder />
          <TransactionToasts />
        </>
      }
      footer={
        <footer className="footer">
          <nav className="footer-nav" aria-label={t('shell.shell.more')}>
            <Link href="/gallery">{t('shell.pageHead.gallery')}</Link>
            <Link href="/activity">{t('shell.pageHead.activity')}</Link>
            {config.contracts.faucet !== null && <Link href="/faucet">{t('shell.pageHead.faucet')}</Link>}
            <Link href="/trust">{t('shell.pageHead.trust')}</Link>
            <Link href="/status">{t('shell.shell.status')}</Link>
            <Link href="/docs/privacy">{t('shell.pageHead.privacy')}</Link>
            <Link href="/docs/glossary">{t('shell.pageHead.glossary')}</Link>
          </nav>
          <p>{t('shell.shell.tasksGoToBrowser')}</p>
          <p className="muted">
            {rich('shell.shell.networkNameChainChainid', {
              name: config.name,
              chainId: config.chainId,
              b: (part) => <b>{part}</b>,
            })}{' '}
            {config.devnet && t('shell.shell.nothingOnThisNetwork')}
          </p>
        </footer>
      }
    >
      {children}
    </Frame>
  );
}
