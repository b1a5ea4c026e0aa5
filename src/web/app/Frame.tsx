import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { CuckooMark } from '#web/components/CuckooMark.tsx';
import { NavIcon, type NavIconName } from '#web/components/NavIcon.tsx';

const LINKS: { path: string; name: string; icon: NavIconName }[] = [
  { path: '/', name: 'Create', icon: 'create' },
  { path: '/mine', name: 'Mine', icon: 'mine' },
  { path: '/stake', name: 'Stake', icon: 'stake' },
  { path: '/nodes', name: 'Explore', icon: 'explore' },
  { path: '/trust', name: 'Trust', icon: 'trust' },
  { path: '/faucet', name: 'Faucet', icon: 'faucet' },
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
        Skip to the page
      </a>
      <header className="header">
        <Link href="/" className="brand" aria-label="Cuckoo, home">
          <CuckooMark size={40} />
          <span className="brand-name">Cuckoo</span>
        </Link>
        <nav className="nav" aria-label="Main">
          {LINKS.filter(({ path }) => hasFaucet || path !== '/faucet').map(({ path, name, icon }) => (
            <Link key={path} href={path} aria-current={currentOf(location, path)}>
              <NavIcon name={icon} />
              <span>{name}</span>
              {path === '/mine' && mining && (
                <span className="nav-live" role="img" aria-label="(this tab is mining)" />
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
