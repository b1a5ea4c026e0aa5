import { useQueries } from '@tanstack/react-query';
import { listNodeRecords, readNodeRecord } from '#web/coordinator/nodeApi.ts';
import { mergeRecords, type NodeRecord } from '#web/nodeRecords/mergeRecords.ts';
import { useCoordinators } from '#web/queries/useCoordinators.ts';

/** How often they are asked again, in ms: a coordinator counts anew as often. */
const RECORDS_MS = 30_000;

export interface NodeRecords {
  /** By node id. */
  byNode: ReadonlyMap<string, NodeRecord>;
  /** Names of the coordinators that do not answer. */
  silent: string[];
  /** How many answered. */
  answered: number;
  /** Some have not answered yet. */
  isReading: boolean;
  retry: () => void;
}

/**
 * What all active coordinators say of the nodes that worked for them.
 * @param nodeId of one node alone; all if it is undefined
 */
export function useNodeRecords(nodeId?: bigint): NodeRecords {
  const { coordinators, error, retry } = useCoordinators();
  const known = coordinators ?? [];
  const records = useQueries({
    queries: known.map(({ url }) => ({
      queryKey: ['nodeRecords', url, nodeId?.toString() ?? 'all'],
      queryFn: () => (nodeId === undefined ? listNodeRecords(url) : readNodeRecord(url, nodeId)),
      refetchInterval: RECORDS_MS,
    })),
    combine: (results) => ({
      byNode: mergeRecords(
        results.map(({ data }, at) => ({
          ...{ id: known[at]!.node.id, name: known[at]!.name, records: data },
        })),
      ),
      silent: results.flatMap(({ isError }, at) => (isError ? [known[at]!.name] : [])),
      answered: results.filter(({ data, isError }) => data !== undefined && !isError).length,
      isReading: results.some(({ isPending }) => isPending),
      retry: () => {
        for (const each of results) if (each.isError) void each.refetch();
      },
    }),
  });
  if (coordinators !== undefined) return records;
  return { ...records, isReading: error === null, retry };
}
