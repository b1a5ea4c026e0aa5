import { useId, useRef, useState } from 'react';
import { useObjectUrl } from '#web/components/useObjectUrl.ts';
import { StrengthField } from '#web/create/startPicture/StrengthField.tsx';
import type { FittedPicture } from '#web/create/startPicture/useFittedPicture.ts';
import { hasFinePointer } from '#web/design/oneColumn.ts';
import { rich, t } from '#web/language/translate.ts';

interface StartPictureProps {
  /** What was chosen; null for none. */
  file: Blob | null;
  fitted: FittedPicture;
  onFile: (file: Blob | null) => void;
  strength: number;
  onStrength: (strength: number) => void;
}

/**
 * A picture to start from: chosen or dropped here, shown as the model will see it, and how much of it may
 * change.
 */
export function StartPicture({ file, fitted, onFile, strength, onStrength }: StartPictureProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const url = useObjectUrl(fitted.png);

  function take(files: FileList | null): void {
    const [first] = files ?? [];
    if (first !== undefined) onFile(first);
    // The same file may be chosen again after it was removed.
    if (input.current !== null) input.current.value = '';
  }

  function dropped(event: React.DragEvent): void {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  }

  function remove(): void {
    onFile(null);
    // The pressed button disappears: the focus moves to the file input.
    input.current?.focus();
  }

  return (
    <div
      className="start-picture"
      role="group"
      aria-labelledby={`${id}-title`}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={dropped}
    >
      <div className="start-picture-row">
        {url !== undefined && <img src={url} alt={t('create.startPicture.thePictureToStart')} />}
        <div className="start-picture-say">
          <p id={`${id}-title`} className="start-picture-title">
            {rich('create.startPicture.startFromAPicture', {
              span: (part) => <span className="muted">{part}</span>,
            })}
          </p>
          <p className="muted">
            {url === undefined
              ? t(hasFinePointer() ? 'create.startPicture.chooseOneOrDrop' : 'create.startPicture.chooseOne')
              : t('create.startPicture.theMiddleOfYour')}
          </p>
        </div>
        <div className="start-picture-buttons">
          <input
            ref={input}
            id={`${id}-file`}
            className="file-input"
            type="file"
            accept="image/*"
            aria-describedby={`${id}-problem`}
            onChange={(event) => take(event.target.files)}
          />
          <label htmlFor={`${id}-file`} className="button small">
            {file === null ? t('create.startPicture.chooseAPicture') : t('create.startPicture.chooseAnother')}
          </label>
          {file !== null && (
            <button
              type="button"
              className="button small"
              aria-label={t('create.startPicture.removePicture')}
              onClick={remove}
            >
              {t('create.startPicture.remove')}
            </button>
          )}
        </div>
      </div>
      <p id={`${id}-problem`} className="field-problem start-picture-problem" role="alert">
        {fitted.problem}
      </p>
      {url !== undefined && <StrengthField strength={strength} onStrength={onStrength} />}
    </div>
  );
}
