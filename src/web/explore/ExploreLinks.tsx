import { Link } from 'wouter';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';

const LINKS: { path: string; name: MessageKey }[] = [
  { path: '/tasks', name: 'explore.exploreLinks.newestTasks' },
  { path: '/cases', name: 'explore.exploreLinks.casesBeforeJuries' },
  { path: '/trust', name: 'explore.exploreLinks.howResultsAreChecked' },
];

/** The other pages on what happens in the network. */
export function ExploreLinks() {
  return (
    <nav className="row-actions explore-links" aria-label={t('explore.exploreLinks.moreToExplore')}>
      {LINKS.map(({ path, name }) => (
        <Link key={path} href={path} className="button small">
          {t(name)}
        </Link>
      ))}
    </nav>
  );
}
