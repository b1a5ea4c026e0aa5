import { useQueries, useQuery } from '@tanstack/react-query';
import { readActivity } from '#web/coordinator/coordinatorApi.ts';
import { listNodeRecords } from '#web/coordinator/nodeApi.ts';
import { OPERATOR_KEY } from '#web/mine/key/operatorKey.ts';
import type { Miner } from '#web/mine/miner/useMiner.ts';
import { modelTrafficOf, type Published, trafficOf } from '#web/mine/odds/coordinatorTraffic.ts';
import { type ModelOdds, modelOdds } from '#web/mine/odds/modelOdds.ts';
import { type WorkOdds, workOdds } from '#web/mine/odds/workOdds.ts';
import { useCoordinators } from '#web/queries/useCoordinators.ts';
import { useModels } from '#web/queries/useModels.ts';
import { useRoster } from '#web/queries/useRoster.ts';

/** Coordinators count their last hour anew every ten seconds; a reader needs it less often. In ms. */
const LOOK_MS = 30_000;

async function readPublished(url: string): Promise<Published> {
  const [activity, records] = await Promise.all([readActivity(url), listNodeRecords(url)]);
  return { activity, records };
}

/** With the model's name. */
export type NamedOdds = ModelOdds & { name: string };

export interface OddsReading {
  /** Undefined while they are read, and where none of the coordinators could be asked. */
  odds: WorkOdds | undefined;
  /** By each model that is ready, in the catalogue's order; empty where a coordinator is too old to tell. */
  byModel: readonly NamedOdds[];
  isFailed: boolean;
  retry: () => void;
}

/** This tab's odds at the coordinators that it is connected to, by what these publish. */
export function useWorkOdds({ client, status }: Pick<Miner, 'client' | 'status'>): OddsReading {
  const connected = status.coordinators.filter(({ state }) => state === 'connected');
  const roster = useRoster('miner');
  const operator = useQuery({
    ...{ queryKey: OPERATOR_KEY, staleTime: Infinity, retry: false },
    queryFn: () => client.operator(),
  });
  const { coordinators, error, retry } = useCoordinators();
  const urls = (coordinators ?? [])
    .filter(({ node }) => connected.some((each) => each.operator === node.operator))
    .map(({ url }) => url);
  // All of them serve the site's catalogue, so that one can say what a model makes.
  const catalogue = useModels(urls[0]);
  const published = useQueries({
    queries: urls.map((url) => ({
      ...{ queryKey: ['published', url], refetchInterval: LOOK_MS },
      queryFn: () => readPublished(url),
    })),
  });
  const answers = published.flatMap(({ data }) => data ?? []);
  const isPending = published.some((query) => query.isPending);
  const again = (): void => {
    if (error !== null) retry();
    if (catalogue.isError) void catalogue.refetch();
    for (const query of published) if (query.isError) void query.refetch();
  };
  const failed =
    error !== null || catalogue.isError || (answers.length === 0 && urls.length > 0 && !isPending);
  if (roster.data === undefined || operator.data === undefined || catalogue.data === undefined)
    return { odds: undefined, byModel: [], isFailed: failed, retry: again };
  if (answers.length === 0 || isPending)
    return { odds: undefined, byModel: [], isFailed: failed, retry: again };
  const ready = new Set(status.models.filter(({ state }) => state === 'ready').map(({ id }) => id));
  const mined = catalogue.data.filter(({ id }) => ready.has(id));
  const kinds = new Set(mined.map(({ cuckoo }) => cuckoo.kind));
  const own = roster.data.find((node) => node.operator === operator.data);
  const traffic = answers.map((answer) => trafficOf(answer, roster.data, operator.data));
  const weight = own?.weight ?? 0n;
  const told = answers.map(({ activity }) => modelTrafficOf(activity));
  const byModel = told.some((models) => models.length === 0)
    ? []
    : modelOdds(
        weight,
        mined.map(({ id }) => id),
        told,
      ).map((each, place) => ({ ...each, name: mined[place]!.cuckoo.name }));
  return { odds: workOdds({ weight, kinds }, traffic), byModel, isFailed: false, retry: again };
}
