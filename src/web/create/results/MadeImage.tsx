import { useObjectUrl } from '#web/components/useObjectUrl.ts';
import { t } from '#web/language/translate.ts';

/** A file name that says what is in it: `cuckoo-red-apple-1234.png`. */
export function fileNameOf(prompt: string, seed: number): string {
  const words =
    prompt
      .toLowerCase()
      .match(/[a-z0-9]+/g)
      ?.slice(0, 6)
      .join('-') ?? 'image';
  return `cuckoo-${words}-${seed}.png`;
}

interface MadeImageProps {
  image: Blob;
  prompt: string;
  seed: number;
  /** Text of the download link. */
  save: string;
  /** Left out where no model can start from a picture. */
  onStartFrom: ((image: Blob) => void) | undefined;
}

export function MadeImage({ image, prompt, seed, save, onStartFrom }: MadeImageProps) {
  const url = useObjectUrl(image);
  return (
    <>
      <img className="made-image" src={url} alt={prompt} />
      <div className="made-buttons">
        <a className="button small" href={url} download={fileNameOf(prompt, seed)}>
          {save}
        </a>
        {onStartFrom !== undefined && (
          <button
            type="button"
            className="button small"
            aria-label={t('create.madeImage.editThisPrompt', { prompt })}
            onClick={() => onStartFrom(image)}
          >
            {t('create.madeImage.editThis')}
          </button>
        )}
      </div>
    </>
  );
}
