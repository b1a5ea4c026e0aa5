import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { CopyButton } from '#web/clipboard/CopyButton.tsx';
import { EmptyNotice } from '#web/components/Notice.tsx';
import { AuditLine } from '#web/create/audit/AuditLine.tsx';
import { MadeImage } from '#web/create/results/MadeImage.tsx';
import { Receipt } from '#web/create/results/Receipt.tsx';
import type { SavedResult } from '#web/create/saved/savedResult.ts';
import type { useResults } from '#web/create/saved/useResults.ts';
import { onDemand } from '#web/design/onDemand.tsx';
import { t } from '#web/language/translate.ts';

const SpotLine = onDemand(async () => (await import('#web/create/spot/SpotLine.tsx')).SpotLine);
const ShareResult = onDemand(async () => (await import('#web/create/share/ShareResult.tsx')).ShareResult);

type StartFrom = ((image: Blob) => void) | undefined;

interface GalleryItemProps {
  result: SavedResult;
  onRemove: () => void;
  onStartFrom: StartFrom;
}

function GalleryItem({ result, onRemove, onStartFrom }: GalleryItemProps) {
  return (
    <li className="card made">
      {result.kind === 'image' ? (
        <MadeImage
          image={result.image}
          prompt={result.prompt}
          seed={result.receipt.seed}
          save={t('create.gallery.save')}
          onStartFrom={onStartFrom}
        />
      ) : (
        <p className="made-text own-words">{result.text}</p>
      )}
      <p className="made-prompt own-words">{result.prompt}</p>
      <p className="made-audit">
        <AuditLine result={result} />
      </p>
      <SpotLine id={result.id} />
      <Receipt result={result} open={false} withAudit={false} />
      <div className="made-foot">
        <small className="muted">{t('create.gallery.seedSeed', { seed: result.receipt.seed })}</small>
        <CopyButton content={result.kind === 'image' ? result.image : result.text} what={result.prompt} />
        <button
          type="button"
          className="button small"
          aria-label={t('create.gallery.removePrompt', { prompt: result.prompt })}
          onClick={onRemove}
        >
          {t('create.gallery.remove')}
        </button>
      </div>
      <ShareResult key={result.receipt.task_id} result={result} />
    </li>
  );
}

interface GalleryProps {
  gallery: ReturnType<typeof useResults>;
  /** A result as its audit has left it. */
  current: (result: SavedResult) => SavedResult;
  onStartFrom: StartFrom;
}

/** Says what of the gallery cannot be shown, and how to be rid of it. */
function GalleryProblem({ gallery }: Pick<GalleryProps, 'gallery'>) {
  const { results, mend } = gallery;
  if (results.isError) {
    return (
      <p className="warn section" role="alert">
        {t('create.gallery.thisBrowserDoesNot')}{' '}
        <button type="button" className="button small" onClick={() => void results.refetch()}>
          {t('create.gallery.tryAgain')}
        </button>
      </p>
    );
  }
  const count = results.data?.broken.length ?? 0;
  if (count === 0) return null;
  return (
    <p className="warn section" role="status">
      {t('create.gallery.broken', { count })}{' '}
      <button type="button" className="button small" onClick={() => mend.mutate()}>
        {t('create.gallery.removeBroken', { count })}
      </button>
    </p>
  );
}

/** What the last removal took, and the way back, which gets the focus that the removed card had. */
function Undo({ removed, onUndo }: { removed: readonly SavedResult[]; onUndo: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (removed.length > 0) button.current?.focus();
  }, [removed]);
  return (
    <p className="undo" role="status">
      {removed.length > 0 && (
        <>
          {removed.length === 1
            ? t('create.gallery.removedPrompt', { prompt: removed[0]!.prompt })
            : t('create.gallery.removedCount', { count: removed.length })}{' '}
          <button type="button" className="button small" ref={button} onClick={onUndo}>
            {t('create.gallery.undo')}
          </button>
        </>
      )}
    </p>
  );
}

/** What was made in this browser. */
export function Gallery({ gallery, current, onStartFrom }: GalleryProps) {
  const [removed, setRemoved] = useState<readonly SavedResult[]>([]);
  const results = gallery.results.data?.results ?? [];
  const take = (which: readonly SavedResult[]) => {
    gallery.remove.mutate(which.map(({ id }) => id));
    setRemoved(which);
  };
  const undo = () => {
    gallery.restore.mutate(removed);
    setRemoved([]);
  };
  return (
    <>
      <GalleryProblem gallery={gallery} />
      <div className="gallery-bar">
        <Undo removed={removed} onUndo={undo} />
        {results.length > 0 && (
          <button type="button" className="button small" onClick={() => take(results)}>
            {t('create.gallery.clearTheGallery')}
          </button>
        )}
      </div>
      {gallery.results.isSuccess && results.length === 0 && (
        <EmptyNotice title={t('create.gallery.nothingYet')}>
          <p>{t('create.gallery.whatYouCreate')}</p>
          <Link href="/create" className="button primary">
            {t('create.gallery.createSomething')}
          </Link>
        </EmptyNotice>
      )}
      {results.length > 0 && (
        <ul className="gallery" aria-label={t('create.gallery.gallery')}>
          {results.map((result) => (
            <GalleryItem
              key={result.id}
              result={current(result)}
              onRemove={() => take([current(result)])}
              onStartFrom={onStartFrom}
            />
          ))}
        </ul>
      )}
    </>
  );
}
