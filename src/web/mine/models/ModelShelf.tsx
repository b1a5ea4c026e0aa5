import { useState } from 'react';
import { formatBytes } from '#miner/models/byteSize.ts';
import type { StoredModel } from '#miner/models/storeProtocol.ts';
import type { ModelStatus } from '#miner/status/minerStatus.ts';
import { useOtherTabMines } from '#web/mine/miner/useOtherTab.ts';
import { type ModelStoreView, type Transfer, useModelStore } from '#web/mine/models/useModelStore.ts';
import { formatCai, roundCai } from '#web/money/amount.ts';

/** Whether a model is on disk, in words. */
function diskSentence({ bytes, bytesOnDisk }: StoredModel, transfer: Transfer | undefined): string {
  if (transfer?.state === 'failed') return transfer.sentence;
  if (transfer?.state === 'running') return `${formatBytes(transfer.bytes)} of ${formatBytes(bytes)}`;
  if (bytesOnDisk >= bytes) return 'On this device';
  if (bytesOnDisk > 0) return `${formatBytes(bytesOnDisk)} of ${formatBytes(bytes)} on this device`;
  return 'Not on this device';
}

/** What a model needs of a GPU. */
function needsSentence({ features, memoryBytes }: StoredModel['gpu']): string {
  const memory = memoryBytes === undefined ? [] : [`about ${formatBytes(memoryBytes)} of GPU memory`];
  const needs = [...memory, ...features];
  return needs.length === 0 ? '' : `Needs ${needs.join(' and ')}`;
}

interface ShelfRowProps {
  model: StoredModel;
  store: ModelStoreView;
  busy: boolean;
  /** Wei of CAI that this GPU earns with it in an hour of work; null until it has been proven here. */
  hourlyWei: string | null;
}

function ShelfRow({ model, store, busy, hourlyWei }: ShelfRowProps) {
  const { id, name, kind, licence, bytes, bytesOnDisk, unitPrice, gpu } = model;
  const [asking, setAsking] = useState(false);
  const transfer = store.transfers.get(id);
  const running = transfer?.state === 'running';
  const failed = transfer?.state === 'failed';
  const button = (label: string, act: () => void, tone = '') => (
    <button type="button" className={`button small ${tone}`} aria-label={`${label} ${name}`} onClick={act}>
      {label}
    </button>
  );
  return (
    <li className="row shelf-row" aria-label={name}>
      <div className="row-main">
        <b>{name}</b>
        <small className="muted">
          {kind === 'image' ? 'Images' : 'Text'} · {formatBytes(bytes)} · {licence} ·{' '}
          {formatCai(BigInt(unitPrice))} a {kind === 'image' ? 'step' : 'token'}
        </small>
        <small className="muted">
          {needsSentence(gpu)}
          {hourlyWei !== null && ` · about ${roundCai(BigInt(hourlyWei))} for an hour of work on this GPU`}
        </small>
        <small className={failed ? 'shelf-failed' : 'muted'} role={failed ? 'alert' : 'status'}>
          {diskSentence(model, transfer)}
        </small>
        {running && <progress aria-label={`Download of ${name}`} max={bytes} value={transfer.bytes} />}
      </div>
      <div className="shelf-actions">
        {running && button('Pause', () => void store.pause(id))}
        {!running &&
          bytesOnDisk < bytes &&
          button(
            failed ? 'Try again' : bytesOnDisk > 0 ? 'Resume' : 'Download',
            () => void store.download(id, bytesOnDisk),
          )}
        {!running && !asking && bytesOnDisk > 0 && !busy && button('Delete', () => setAsking(true))}
        {asking && (
          <>
            {button(
              'Really delete',
              () => {
                setAsking(false);
                void store.remove(id);
              },
              'primary',
            )}
            {button('Keep', () => setAsking(false))}
          </>
        )}
      </div>
    </li>
  );
}

interface ModelShelfProps {
  mining: boolean;
  /** The status of the models that this tab mines with. */
  proven: readonly ModelStatus[];
}

/**
 * The models that this tab can mine with: their size, needs and pay, and how much of each is on this device.
 */
export function ModelShelf({ mining, proven }: ModelShelfProps) {
  const store = useModelStore();
  const otherMines = useOtherTabMines(mining);
  const { data, isError, error, refetch } = store.survey;
  return (
    <section className="card" aria-labelledby="shelf-title">
      <h2 id="shelf-title">Models on this device</h2>
      {isError && (
        <p className="warn" role="alert">
          {error.message}{' '}
          <button type="button" className="button small" onClick={() => void refetch()}>
            Try again
          </button>
        </p>
      )}
      {data === undefined && !isError && <p className="muted">Looking for stored models…</p>}
      {data !== undefined && (
        <>
          <ul className="rows" aria-label="Models on this device">
            {data.models.map((model) => (
              <ShelfRow
                key={model.id}
                model={model}
                store={store}
                busy={mining || otherMines === true}
                hourlyWei={proven.find(({ id }) => id === model.id)?.hourlyWei ?? null}
              />
            ))}
          </ul>
          {data.leftoverBytes > 0 && (
            <p className="muted">
              {formatBytes(data.leftoverBytes)} of models that are no longer offered.{' '}
              <button type="button" className="button small" onClick={() => void store.removeLeftovers()}>
                Delete them
              </button>
            </p>
          )}
          {data.space !== undefined && (
            <p className="muted">
              This site uses {formatBytes(data.space.used)}; the browser allows it{' '}
              {formatBytes(data.space.free)} more.
              {mining && ' Stop mining to delete models.'}
              {otherMines === true && ' Stop mining in the other tab to delete models.'}
            </p>
          )}
        </>
      )}
    </section>
  );
}
