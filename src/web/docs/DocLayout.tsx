import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { PageHead } from '#web/components/PageHead.tsx';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import { t } from '#web/language/translate.ts';
import { PAGE_HEADS } from '#web/paths/pageHeads.ts';
import '#web/docs/docs.css';

const DOCS = ['/docs/apr', '/docs/slashing', '/docs/privacy', '/docs/glossary'] as const;
export type DocPath = (typeof DOCS)[number];

/** A page that explains something, with the way to the others. */
export function DocLayout({ path, children }: { path: DocPath; children: ReactNode }) {
  usePageTitle(t(PAGE_HEADS[path].title));
  return (
    <>
      <PageHead path={path} />
      <div className="doc">{children}</div>
      <nav className="row-actions doc-nav" aria-label={t('docs.docLayout.explained')}>
        {DOCS.map((each) => (
          <Link
            key={each}
            href={each}
            className="button small"
            aria-current={each === path ? 'page' : undefined}
          >
            {t(PAGE_HEADS[each].title)}
          </Link>
        ))}
      </nav>
    </>
  );
}

/** Stands where the chain's numbers are missing. */
export function NoNumbers({ onRetry }: { onRetry: () => void }) {
  return (
    <p className="warn" role="alert">
      {t('docs.docLayout.noNumbers')}{' '}
      <button type="button" className="button small" onClick={onRetry}>
        {t('docs.docLayout.tryAgain')}
      </button>
    </p>
  );
}
