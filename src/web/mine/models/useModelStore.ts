import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { CodedError } from '#protocol/codedError.ts';
import { keepStorage } from '#web/mine/miner/keepStorage.ts';
import { modelStore, SURVEY_KEY, useModelSurvey } from '#web/mine/models/useModelSurvey.ts';
import { minerSentence } from '#web/mine/problem/minerSentence.ts';

/** The state of a download that this tab started. */
export type Transfer = { state: 'running'; bytes: number } | { state: 'failed'; sentence: string };

export function useModelStore() {
  const queries = useQueryClient();
  const survey = useModelSurvey();
  const [transfers, setTransfers] = useState<ReadonlyMap<string, Transfer>>(new Map());

  function show(id: string, transfer: Transfer | undefined): void {
    setTransfers((before) => {
      const next = new Map(before);
      if (transfer === undefined) next.delete(id);
      else next.set(id, transfer);
      return next;
    });
  }

  /** Runs an action on a model, shows its failure if there is one, and reads the disk again. */
  async function act(id: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      show(id, undefined);
    } catch (error) {
      const stopped = error instanceof CodedError && error.code === 'CANCELLED';
      const sentence = minerSentence(error, 'mine.useModelStore.itFailedWithoutAn');
      show(id, stopped ? undefined : { state: 'failed', sentence });
    }
    await queries.invalidateQueries({ queryKey: SURVEY_KEY });
  }

  return {
    survey,
    transfers,
    download: (id: string, bytesOnDisk: number) => {
      show(id, { state: 'running', bytes: bytesOnDisk });
      keepStorage();
      return act(id, () =>
        modelStore.download(id, ({ done }) => show(id, { state: 'running', bytes: done })),
      );
    },
    pause: (id: string) => modelStore.pause(id),
    remove: (id: string) => act(id, () => modelStore.remove(id)),
    removeLeftovers: () => act('leftovers', () => modelStore.removeLeftovers()),
  };
}

export type ModelStoreView = ReturnType<typeof useModelStore>;
