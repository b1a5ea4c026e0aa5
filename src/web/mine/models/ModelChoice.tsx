import { useId } from 'react';
import { Link } from 'wouter';
import { formatBytes } from '#miner/models/byteSize.ts';
import type { StoredModel } from '#miner/models/storeProtocol.ts';
import type { ModelStatus } from '#miner/status/minerStatus.ts';
import { cardPath } from '#web/catalogue/cardPath.ts';
import { Badge } from '#web/components/Badge.tsx';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';

interface ModelChoiceProps {
  models: readonly StoredModel[];
  chosen: ReadonlySet<string>;
  onChoose: (id: string, chosen: boolean) => void;
  disabled: boolean;
}

/** Which models this tab offers. */
export function ModelChoice({ models, chosen, onChoose, disabled }: ModelChoiceProps) {
  const id = useId();
  return (
    <fieldset className="models" disabled={disabled}>
      <legend>{t('mine.modelChoice.models')}</legend>
      {models.map((model) => (
        <div key={model.id} className="model">
          <input
            id={`${id}-${model.id}`}
            type="checkbox"
            checked={chosen.has(model.id)}
            onChange={(event) => onChoose(model.id, event.target.checked)}
          />
          <span>
            <label htmlFor={`${id}-${model.id}`}>{model.name}</label>
            <small className="muted">
              {model.kind === 'image' ? t('mine.modelChoice.images') : t('mine.modelChoice.text')} ·{' '}
              <bdi>{formatBytes(model.bytes)}</bdi> · <bdi>{model.licence}</bdi> ·{' '}
              <Link href={cardPath(model.id)}>{t('mine.modelChoice.aboutIt')}</Link>
            </small>
          </span>
        </div>
      ))}
    </fieldset>
  );
}

const STATES: Record<ModelStatus['state'], MessageKey> = {
  waiting: 'mine.modelChoice.waiting',
  downloading: 'mine.modelChoice.downloading',
  verifying: 'mine.modelChoice.checkingItsFiles',
  compiling: 'mine.modelChoice.compilingShaders',
  proving: 'mine.modelChoice.testing',
  ready: 'mine.modelChoice.ready',
  refused: 'mine.modelChoice.refused',
};

/** Loading progress, one line per model. */
export function ModelProgress({ models }: { models: readonly ModelStatus[] }) {
  if (models.length === 0) return null;
  return (
    <ul className="rows" aria-label={t('mine.modelChoice.loading')}>
      {models.map(({ id, name, state, loadedBytes, totalBytes, detail, tests }) => (
        <li key={id} className="row" data-state={state}>
          <div className="row-main">
            <b>{name}</b>
            <small className="muted">
              {detail ??
                (state === 'downloading'
                  ? t('mine.modelChoice.loadedbytesOfTotalbytes', {
                      loadedBytes: formatBytes(loadedBytes),
                      totalBytes: formatBytes(totalBytes),
                    })
                  : state === 'proving' && tests !== null
                    ? t('mine.modelChoice.testsDone', tests)
                    : '')}
            </small>
            {state === 'downloading' && (
              <progress
                aria-label={t('mine.modelChoice.downloadOfName', { name })}
                max={totalBytes === 0 ? 1 : totalBytes}
                value={loadedBytes}
              />
            )}
          </div>
          <Badge tone={state === 'ready' ? 'good' : state === 'refused' ? 'bad' : 'neutral'}>
            {t(STATES[state])}
          </Badge>
        </li>
      ))}
    </ul>
  );
}
