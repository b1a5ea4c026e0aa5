import type { ReactNode } from 'react';
import { ConnectButton } from '#web/components/ConnectButton.tsx';
import { t } from '#web/language/translate.ts';

interface EmptyNoticeProps {
  title: string;
  /** The heading's level: one below the heading that it stands under, 1 where it is the whole page. */
  level?: 1 | 2 | 3;
  children?: ReactNode;
}

/** An empty state: what belongs here and how to get it. */
export function EmptyNotice({ title, level = 2, children }: EmptyNoticeProps) {
  const Heading = `h${level}` as const;
  return (
    <div className="notice">
      <svg viewBox="0 0 80 44" width="80" height="44" aria-hidden="true" className="nest">
        <path d="M6 20c3 16 16 22 34 22s31-6 34-22M2 20h76M14 30l20 8m12 0 22-9M20 26l26 14m-10-1 24-14" />
      </svg>
      <Heading>{title}</Heading>
      {children}
    </div>
  );
}

/** Something could not be read. */
export function ProblemNotice({ what, onRetry }: { what: string; onRetry: () => void }) {
  return (
    <div className="notice" role="alert">
      <h2>{what}</h2>
      <p>{t('shell.notice.theChainDidNot')}</p>
      <button type="button" className="button" onClick={onRetry}>
        {t('shell.notice.tryAgain')}
      </button>
    </div>
  );
}

/** Shown instead of what needs a connected wallet. */
export function WalletNotice({ children }: { children: ReactNode }) {
  return (
    <EmptyNotice title={t('shell.notice.noWalletConnected')}>
      <p>{children}</p>
      <ConnectButton />
    </EmptyNotice>
  );
}
