import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ModelStoreClient, ModelStoreClientError } from '#miner/models/modelStoreClient.ts';
import { keepStorage } from '#web/mine/miner/keepStorage.ts';

/** One store a page; a download goes on while its person looks at other pages of the dApp. */
const client = new ModelStoreClient();

/** What is on disk changes under other tabs' hands too, so it is looked at again this often, in ms. */
const LOOK_INTERVAL_MS = 5_000;
const SURVEY_KEY = ['model-store'];

/** Where a download stands that this tab was asked for. */
export type Transfer = { state: 'running'; bytes: number } | { state: 'failed'; sentence: string };

export function useModelStore() {
  const queries = useQueryClient();
  const survey = useQuery({
    queryKey: SURVEY_KEY,
    queryFn: () => client.survey(),
    refetchInterval: LOOK_INTERVAL_MS,
    retry: false,
  });
  const [transfers, setTransfers] = useState<ReadonlyMap<string, Transfer>>(new Map());

  function show(id: string, transfer: Transfer | undefined): void {
    setTransfers((before) => {
      const next = new Map(before);
      if (transfer === undefined) next.delete(id);
      else next.set(id, transfer);
      return next;
    });
  }

  /** Runs an order for a model, and shows what became of it. */
  async function order(id: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      show(id, undefined);
    } catch (error) {
      const stopped = error instanceof ModelStoreClientError && error.code === 'CANCELLED';
      const sentence = error instanceof Error ? error.message : 'It failed, and nobody knows why.';
      show(id, stopped ? undefined : { state: 'failed', sentence });
    }
    await queries.invalidateQueries({ queryKey: SURVEY_KEY });
  }

  return {
    survey,
    transfers,
    download: (id: string, bytesOnDisk: number) => {
      show(id, { state: 'running', bytes: bytesOnDisk });
      return order(id, async () => {
        await keepStorage();
        await client.download(id, ({ done }) => show(id, { state: 'running', bytes: done }));
      });
    },
    pause: (id: string) => client.pause(id),
    remove: (id: string) => order(id, () => client.remove(id)),
    removeLeftovers: () => order('leftovers', () => client.removeLeftovers()),
  };
}

export type ModelStoreView = ReturnType<typeof useModelStore>;
