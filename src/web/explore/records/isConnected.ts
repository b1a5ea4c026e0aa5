import type { NodeRecords } from '#web/nodeRecords/useNodeRecords.ts';

/**
 * Whether a miner's tab is connected to a coordinator. That it is registered does not tell.
 * @returns undefined where that is not known: a coordinator that has not answered may have it
 */
export function isConnected(
  { byNode, isReading, silent, answered }: Omit<NodeRecords, 'retry'>,
  nodeId: bigint,
): boolean | undefined {
  if (byNode.get(String(nodeId))?.isOnline === true) return true;
  return isReading || silent.length > 0 || answered === 0 ? undefined : false;
}
