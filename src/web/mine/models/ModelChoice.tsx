import { useId } from 'react';
import { Link } from 'wouter';
import { formatBytes } from '#miner/models/byteSize.ts';
import type { StoredModel } from '#miner/models/storeProtocol.ts';
import type { ModelStatus } from '#miner/status/minerStatus.ts';
import { cardPath } from '#web/catalogue/siteModel.ts';
import { Badge } from '#web/components/Badge.tsx';

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
      <legend>Models</legend>
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
              {model.kind === 'image' ? 'Images' : 'Text'} · {formatBytes(model.bytes)} · {model.licence} ·{' '}
              <Link href={cardPath(model.id)}>about it</Link>
            </small>
          </span>
        </div>
      ))}
    </fieldset>
  );
}

const STATES: Record<ModelStatus['state'], string> = {
  waiting: 'Waiting',
  downloading: 'Downloading',
  verifying: 'Checking its files',
  compiling: 'Compiling shaders',
  proving: 'Proving on a known task',
  ready: 'Ready',
  refused: 'Refused',
};

/** Loading progress, one line per model. */
export function ModelProgress({ models }: { models: readonly ModelStatus[] }) {
  if (models.length === 0) return null;
  return (
    <ul className="rows" aria-label="Loading">
      {models.map(({ id, name, state, loadedBytes, totalBytes, detail }) => (
        <li key={id} className="row" data-state={state}>
          <div className="row-main">
            <b>{name}</b>
            <small className="muted">
              {detail ??
                (state === 'downloading' ? `${formatBytes(loadedBytes)} of ${formatBytes(totalBytes)}` : '')}
            </small>
            {state === 'downloading' && (
              <progress
                aria-label={`Download of ${name}`}
                max={totalBytes === 0 ? 1 : totalBytes}
                value={loadedBytes}
              />
            )}
          </div>
          <Badge tone={state === 'ready' ? 'good' : state === 'refused' ? 'bad' : 'neutral'}>
            {STATES[state]}
          </Badge>
        </li>
      ))}
    </ul>
  );
}
