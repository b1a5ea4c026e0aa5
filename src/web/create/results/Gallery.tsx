import { useState } from 'react';
import { AuditLine } from '#web/create/audit/AuditLine.tsx';
import { MadeImage } from '#web/create/results/MadeImage.tsx';
import { Receipt } from '#web/create/results/Receipt.tsx';
import type { SavedResult } from '#web/create/saved/savedResult.ts';
import type { useResults } from '#web/create/saved/useResults.ts';

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
          save="Save"
          onStartFrom={onStartFrom}
        />
      ) : (
        <p className="made-text">{result.text}</p>
      )}
      <p className="made-prompt">{result.prompt}</p>
      <p className="made-audit">
        <AuditLine result={result} />
      </p>
      <Receipt result={result} open={false} />
      <div className="made-foot">
        <small className="muted">seed {result.receipt.seed}</small>
        <button
          type="button"
          className="button small"
          aria-label={`Remove “${result.prompt}”`}
          onClick={onRemove}
        >
          Remove
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
        This browser does not open the gallery’s storage, so earlier results cannot be shown.{' '}
        <button type="button" className="button small" onClick={() => void results.refetch()}>
          Try again
        </button>
      </p>
    );
  }
  const count = results.data?.broken.length ?? 0;
  if (count === 0) return null;
  return (
    <p className="warn section" role="status">
      {count === 1 ? 'One saved result' : `${count} saved results`} cannot be read and{' '}
      {count === 1 ? 'is' : 'are'} left out of your gallery.{' '}
      <button type="button" className="button small" onClick={() => mend.mutate()}>
        {count === 1 ? 'Remove it' : 'Remove them'}
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
        <h2 id="gallery-title">Your gallery</h2>
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
              Really clear it
            </button>
            <button type="button" className="button small" onClick={() => setAsking(false)}>
              Keep it
            </button>
          </div>
        ) : (
          <button type="button" className="button small" onClick={() => setAsking(true)}>
            Clear the gallery
          </button>
        )}
      </div>
      <ul className="gallery" aria-label="Gallery">
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
