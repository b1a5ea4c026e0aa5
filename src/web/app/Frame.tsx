import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { CuckooMark } from '#web/components/CuckooMark.tsx';
import { NavIcon, type NavIconName } from '#web/components/NavIcon.tsx';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';

interface NavLink {
  path: string;
  name: MessageKey;
  icon: NavIconName;
  /** Other pages that are reached from it. */
  parts?: readonly string[];
}

const LINKS: readonly NavLink[] = [
  { path: '/create', name: 'shell.frame.create', icon: 'create' },
  { path: '/mine', name: 'shell.frame.mine', icon: 'mine' },
  { path: '/stake', name: 'shell.frame.stake', icon: 'stake' },
  {
    ...{ path: '/nodes', name: 'shell.frame.explore', icon: 'explore' },
    parts: ['/tasks', '/cases', '/trust'],
  },
  { path: '/developers', name: 'shell.frame.developers', icon: 'developers' },
];

/** Whether a link leads to the page that is shown, or to the one that this is a part of. */
function currentOf(location: string, { path, parts = [] }: NavLink): 'page' | 'true' | undefined {
  if (location === path) return 'page';
  const isPart = [path, ...parts].some((each) => location === each || location.startsWith(`${each}/`));
  return isPart ? 'true' : undefined;
}

export interface FrameProps {
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
export function Frame({ mining, end, banners, footer, children }: FrameProps) {
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
          {LINKS.map((link) => (
            <Link key={link.path} href={link.path} aria-current={currentOf(location, link)}>
              <NavIcon name={link.icon} />
              <span>{t(link.name)}</span>
              {link.path === '/mine' && mining && (
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
