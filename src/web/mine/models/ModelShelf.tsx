import { useState } from 'react';
import { formatBytes } from '#miner/models/byteSize.ts';
import type { StoredModel } from '#miner/models/storeProtocol.ts';
import type { ModelStatus } from '#miner/status/minerStatus.ts';
import { formatTag } from '#web/language/current.ts';
import { listFormat } from '#web/language/formatters.ts';
import { t } from '#web/language/translate.ts';
import { useOtherTabMines } from '#web/mine/miner/useOtherTab.ts';
import { testsSentence } from '#web/mine/models/testsSentence.ts';
import { type ModelStoreView, type Transfer, useModelStore } from '#web/mine/models/useModelStore.ts';
import { minerSentence } from '#web/mine/problem/minerSentence.ts';
import { formatCai, roundCai } from '#web/money/amount.ts';

/** Whether a model is on disk, in words. */
function diskSentence({ bytes, bytesOnDisk }: StoredModel, transfer: Transfer | undefined): string {
  if (transfer?.state === 'failed') return transfer.sentence;
  if (transfer?.state === 'running')
    return t('mine.modelShelf.bytesOfBytes2', {
      bytes: formatBytes(transfer.bytes),
      bytes2: formatBytes(bytes),
    });
  if (bytesOnDisk >= bytes) return t('mine.modelShelf.onThisDevice');
  if (bytesOnDisk > 0)
    return t('mine.modelShelf.bytesondiskOfBytesOn', {
      bytesOnDisk: formatBytes(bytesOnDisk),
      bytes: formatBytes(bytes),
    });
  return t('mine.modelShelf.notOnThisDevice');
}

/** What a model needs of a GPU. */
function needsSentence({ features, memoryBytes }: StoredModel['gpu']): string {
  const memory =
    memoryBytes === undefined
      ? []
      : [t('mine.modelShelf.aboutMemorybytesOfGpu', { memoryBytes: formatBytes(memoryBytes) })];
  const needs = [...memory, ...features];
  if (needs.length === 0) return '';
  const list = listFormat(formatTag(), { type: 'conjunction' }).format(needs);
  return t('mine.modelShelf.needs', { needs: list });
}

interface ShelfRowProps {
  model: StoredModel;
  store: ModelStoreView;
  busy: boolean;
  /** What is known of it on this GPU; undefined where this tab does not mine with it. */
  proven: ModelStatus | undefined;
}

function ShelfRow({ model, store, busy, proven }: ShelfRowProps) {
  const { id, name, kind, licence, bytes, bytesOnDisk, unitPrice, gpu } = model;
  const { hourlyWei = null } = proven ?? {};
  const tested = proven && testsSentence(proven);
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
          {t('mine.modelShelf.about', {
            kind,
            bytes: formatBytes(bytes),
            licence,
            unitPrice: formatCai(BigInt(unitPrice)),
          })}
        </small>
        <small className="muted">
          {needsSentence(gpu)}
          {hourlyWei !== null &&
            ` · ${t('mine.modelShelf.hourly', { hourlyWei: roundCai(BigInt(hourlyWei)) })}`}
        </small>
        {tested !== undefined && <small className="muted">{tested}</small>}
        <small className={failed ? 'shelf-failed' : 'muted'} role={failed ? 'alert' : 'status'}>
          {diskSentence(model, transfer)}
        </small>
        {running && (
          <progress
            aria-label={t('mine.modelShelf.downloadOfName', { name })}
            max={bytes}
            value={transfer.bytes}
          />
        )}
      </div>
      <div className="shelf-actions">
        {running && button(t('mine.modelShelf.pause'), () => void store.pause(id))}
        {!running &&
          bytesOnDisk < bytes &&
          button(
            failed
              ? t('mine.modelShelf.tryAgain')
              : bytesOnDisk > 0
                ? t('mine.modelShelf.resume')
                : t('mine.modelShelf.download'),
            () => void store.download(id, bytesOnDisk),
          )}
        {!running &&
          !asking &&
          bytesOnDisk > 0 &&
          !busy &&
          button(t('mine.modelShelf.delete'), () => setAsking(true))}
        {asking && (
          <>
            {button(
              t('mine.modelShelf.reallyDelete'),
              () => {
                setAsking(false);
                void store.remove(id);
              },
              'primary',
            )}
            {button(t('mine.modelShelf.keep'), () => setAsking(false))}
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
      <h2 id="shelf-title">{t('mine.modelShelf.modelsOnThisDevice')}</h2>
      {isError && (
        <p className="warn" role="alert">
          {minerSentence(error, 'mine.problem.NO_STORE')}{' '}
          <button type="button" className="button small" onClick={() => void refetch()}>
            {t('mine.modelShelf.tryAgain')}
          </button>
        </p>
      )}
      {data === undefined && !isError && (
        <p className="muted">{t('mine.modelShelf.lookingForStoredModels')}</p>
      )}
      {data !== undefined && (
        <>
          <ul className="rows" aria-label={t('mine.modelShelf.modelsOnThisDevice')}>
            {data.models.map((model) => (
              <ShelfRow
                key={model.id}
                model={model}
                store={store}
                busy={mining || otherMines === true}
                proven={proven.find(({ id }) => id === model.id)}
              />
            ))}
          </ul>
          {data.leftoverBytes > 0 && (
            <p className="muted">
              {t('mine.modelShelf.leftoverbytesOfModelsThat', {
                leftoverBytes: formatBytes(data.leftoverBytes),
              })}{' '}
              <button type="button" className="button small" onClick={() => void store.removeLeftovers()}>
                {t('mine.modelShelf.deleteThem')}
              </button>
            </p>
          )}
          {data.space !== undefined && (
            <p className="muted">
              {t('mine.modelShelf.thisSiteUsesUsed', {
                used: formatBytes(data.space.used),
                free: formatBytes(data.space.free),
              })}
              {mining && ` ${t('mine.modelShelf.stopMiningToDelete')}`}
              {otherMines === true && ` ${t('mine.modelShelf.stopMiningInThe')}`}
            </p>
          )}
        </>
      )}
    </section>
  );
}
