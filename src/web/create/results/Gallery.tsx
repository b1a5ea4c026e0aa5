import { useState } from 'react';
import { AuditLine } from '#web/create/audit/AuditLine.tsx';
import { MadeImage } from '#web/create/results/MadeImage.tsx';
import { Receipt } from '#web/create/results/Receipt.tsx';
import type { SavedResult } from '#web/create/saved/savedResult.ts';
import type { useResults } from '#web/create/saved/useResults.ts';
import { t } from '#web/language/translate.ts';

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
      <Receipt result={result} open={false} />
      <div className="made-foot">
        <small className="muted">{t('create.gallery.seedSeed', { seed: result.receipt.seed })}</small>
        <button
          type="button"
          className="button small"
          aria-label={t('create.gallery.removePrompt', { prompt: result.prompt })}
          onClick={onRemove}
        >
          {t('create.gallery.remove')}
        </button>
      </div>
    </li>
  );
}

interface GalleryProps {
  gallery: ReturnType<typeof useResults>;
  /** A result as its audit has left it. */
  current: (result: SavedResult) => SavedResult;
  /** A result that is shown elsewhere. */
  except: string | null;
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

/** What was made in this browser before. */
export function Gallery(props: GalleryProps) {
  return (
    <>
      <GalleryProblem gallery={props.gallery} />
      <GalleryList {...props} />
    </>
  );
}

function GalleryList({ gallery, current, except, onStartFrom }: GalleryProps) {
  const [asking, setAsking] = useState(false);
  const shown = (gallery.results.data?.results ?? []).filter(({ id }) => id !== except);
  if (shown.length === 0) return null;
  return (
    <section className="section" aria-labelledby="gallery-title">
      <div className="section-head">
        <h2 id="gallery-title">{t('create.gallery.yourGallery')}</h2>
        {asking ? (
          <div className="row-actions">
            <button
              type="button"
              className="button small primary"
              onClick={() => {
                setAsking(false);
                gallery.clear.mutate();
              }}
            >
              {t('create.gallery.reallyClearIt')}
            </button>
            <button type="button" className="button small" onClick={() => setAsking(false)}>
              {t('create.gallery.keepIt')}
            </button>
          </div>
        ) : (
          <button type="button" className="button small" onClick={() => setAsking(true)}>
            {t('create.gallery.clearTheGallery')}
          </button>
        )}
      </div>
      <ul className="gallery" aria-label={t('create.gallery.gallery')}>
        {shown.map((result) => (
          <GalleryItem
            key={result.id}
            result={current(result)}
            onRemove={() => gallery.remove.mutate(result.id)}
            onStartFrom={onStartFrom}
          />
        ))}
      </ul>
    </section>
  );
}
