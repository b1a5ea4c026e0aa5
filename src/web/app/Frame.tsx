import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { CuckooMark } from '#web/components/CuckooMark.tsx';
import { NavIcon, type NavIconName } from '#web/components/NavIcon.tsx';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';

const LINKS: { path: string; name: MessageKey; icon: NavIconName }[] = [
  { path: '/create', name: 'shell.frame.create', icon: 'create' },
  { path: '/mine', name: 'shell.frame.mine', icon: 'mine' },
  { path: '/stake', name: 'shell.frame.stake', icon: 'stake' },
  { path: '/nodes', name: 'shell.frame.explore', icon: 'explore' },
  { path: '/trust', name: 'shell.frame.trust', icon: 'trust' },
  { path: '/developers', name: 'shell.frame.developers', icon: 'developers' },
  { path: '/faucet', name: 'shell.frame.faucet', icon: 'faucet' },
];

/** Whether a link leads to the page that is shown, or to the one that this is a part of. */
function currentOf(location: string, path: string): 'page' | 'true' | undefined {
  if (location === path) return 'page';
  return location.startsWith(`${path}/`) ? 'true' : undefined;
}

export interface FrameProps {
  hasFaucet: boolean;
  /** Whether this tab is mining. */
  mining: boolean;
  /** At the end of the header. */
  end?: ReactNode;
  /** Between the header and the page. */
  banners?: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
}

/** Header and navigation around every page. It needs neither network nor browser. */
export function Frame({ hasFaucet, mining, end, banners, footer, children }: FrameProps) {
  const [location] = useLocation();
  return (
    <>
      <a className="skip" href="#content">
        {t('shell.frame.skipToThePage')}
      </a>
      <header className="header">
        <Link href="/" className="brand" aria-label={t('shell.frame.cuckooHome')}>
          <CuckooMark size={40} />
          <span className="brand-name">Cuckoo</span>
        </Link>
        <nav className="nav" aria-label={t('shell.frame.main')}>
          {LINKS.filter(({ path }) => hasFaucet || path !== '/faucet').map(({ path, name, icon }) => (
            <Link key={path} href={path} aria-current={currentOf(location, path)}>
              <NavIcon name={icon} />
              <span>{t(name)}</span>
              {path === '/mine' && mining && (
                <span className="nav-live" role="img" aria-label={t('shell.frame.thisTabIsMining')} />
              )}
            </Link>
          ))}
        </nav>
        <div className="header-end">{end}</div>
      </header>
      {banners}
      <main id="content" className="page" tabIndex={-1}>
        {children}
      </main>
      {footer}
    </>
  );
}
