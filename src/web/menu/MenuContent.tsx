import { type MouseEvent, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import { formatCai } from '#web/money/amount.ts';
import { useWallet } from '#web/queries/useWallet.ts';
import { chooseTheme, keptTheme, THEMES, type Theme } from '#web/theme/theme.ts';

const LINKS: { path: string; name: MessageKey }[] = [
  { path: '/portfolio', name: 'shell.pageHead.portfolio' },
  { path: '/activity', name: 'shell.pageHead.activity' },
  { path: '/gallery', name: 'shell.pageHead.gallery' },
];

const THEME_NAMES: Record<Theme, MessageKey> = {
  system: 'shell.menuContent.likeTheDevice',
  light: 'shell.menuContent.light',
  dark: 'shell.menuContent.dark',
};

const closeMenu = ({ currentTarget }: MouseEvent<HTMLAnchorElement>) =>
  currentTarget.closest<HTMLElement>('[popover]')?.hidePopover();

function ThemeChoice() {
  const [theme, setTheme] = useState(() => keptTheme(document));
  return (
    <label className="menu-theme">
      {t('shell.menuContent.colours')}
      <select
        value={theme}
        onChange={({ target }) => {
          const chosen = target.value as Theme;
          chooseTheme(chosen, document);
          setTheme(chosen);
        }}
      >
        {THEMES.map((each) => (
          <option key={each} value={each}>
            {t(THEME_NAMES[each])}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The wallet's CAI, pages of what the reader has and did, and the colours of all pages. */
export function MenuContent() {
  const [location] = useLocation();
  const { balances } = useWallet();
  return (
    <>
      {balances.data !== undefined && (
        <p className="menu-money muted">
          {t('shell.menuContent.inTheWallet', { amount: formatCai(balances.data.cai) })}
        </p>
      )}
      <nav className="menu-links" aria-label={t('shell.menuContent.yours')}>
        {LINKS.map(({ path, name }) => (
          <Link
            key={path}
            href={path}
            aria-current={location === path ? 'page' : undefined}
            onClick={closeMenu}
          >
            {t(name)}
          </Link>
        ))}
      </nav>
      <ThemeChoice />
    </>
  );
}
