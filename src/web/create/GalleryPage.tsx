import { useLocation } from 'wouter';
import { PageHead } from '#web/components/PageHead.tsx';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import { useAudits } from '#web/create/audit/useAudits.ts';
import { Gallery } from '#web/create/gallery/Gallery.tsx';
import { startNextFrom } from '#web/create/prompt/draft.ts';
import { useResults } from '#web/create/saved/useResults.ts';
import { useSpotChecks } from '#web/create/spot/useSpotChecks.ts';
import { t } from '#web/language/translate.ts';
import { useCoordinators } from '#web/queries/useCoordinators.ts';
import { useModels } from '#web/queries/useModels.ts';
import '#web/create/create.css';
import '#web/create/results/receipt.css';

/** What was made in this browser, with its receipts. It needs neither the chain nor a coordinator. */
export function GalleryPage() {
  usePageTitle(t('shell.pageHead.gallery'));
  const [, navigate] = useLocation();
  const gallery = useResults();
  useSpotChecks(false);
  const current = useAudits(gallery.results.data?.results ?? []);
  const { coordinators } = useCoordinators();
  const models = useModels(coordinators?.[0]?.url);
  const canStart = models.data?.some(({ cuckoo }) => cuckoo.edits === true) ?? false;
  const startFrom = (image: Blob) => {
    startNextFrom(image);
    navigate('/create');
  };
  return (
    <>
      <PageHead path="/gallery" />
      <Gallery gallery={gallery} current={current} onStartFrom={canStart ? startFrom : undefined} />
    </>
  );
}
