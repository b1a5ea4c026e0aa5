import { useLocation } from 'wouter';
import { Frame } from '#web/app/Frame.tsx';
import { PageBack, PageHead } from '#web/components/PageHead.tsx';
import { t } from '#web/language/translate.ts';
import { headedPath } from '#web/paths/pageHeads.ts';

/**
 * A page as far as it is the same for everybody: what its file shows before any script runs, and what stays
 * until the network and the page's script are there. Nothing moves when the page takes its place.
 */
export function StaticPage() {
  return (
    <Frame mining={false}>
      <StaticHead />
    </Frame>
  );
}

/** The page's heading, with room for the rest below it. */
export function StaticHead() {
  const [location] = useLocation();
  const path = headedPath(location);
  return (
    <>
      {path !== undefined && (
        <>
          <PageBack path={path} />
          <PageHead path={path} />
        </>
      )}
      <p className="page-loading muted" role="status">
        {t('shell.staticPage.opening')}
      </p>
    </>
  );
}
