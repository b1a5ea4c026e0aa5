import type { SavedResult } from '#web/create/order/savedResult.ts';
import { MadeImage } from '#web/create/results/MadeImage.tsx';
import type { useResults } from '#web/create/results/useResults.ts';

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
  /** A result that is shown elsewhere. */
  except: string | null;
  onStartFrom: StartFrom;
}

/** What was made in this browser before. */
export function Gallery({ gallery, except, onStartFrom }: GalleryProps) {
  const shown = (gallery.results.data ?? []).filter(({ id }) => id !== except);
  if (shown.length === 0) return null;
  return (
    <section className="section" aria-labelledby="gallery-title">
      <div className="section-head">
        <h2 id="gallery-title">Your gallery</h2>
        <button type="button" className="button small" onClick={() => gallery.clear.mutate()}>
          Clear the gallery
        </button>
      </div>
      <ul className="gallery" aria-label="Gallery">
        {shown.map((result) => (
          <GalleryItem
            key={result.id}
            result={result}
            onRemove={() => gallery.remove.mutate(result.id)}
            onStartFrom={onStartFrom}
          />
        ))}
      </ul>
    </section>
  );
}
