import { useQuery } from '@tanstack/react-query';
import { isAnyMinerAtWork } from '#miner/service/minerLock.ts';

/** How often the other tabs are asked, in ms. */
const LOOK_AGAIN_MS = 2_000;

/**
 * Whether another tab of this browser mines; undefined while that is not known.
 * @param running whether this one does
 */
export function useOtherTabMines(running: boolean): boolean | undefined {
  const other = useQuery({
    queryKey: ['otherTabMines'],
    queryFn: isAnyMinerAtWork,
    enabled: !running,
    refetchInterval: LOOK_AGAIN_MS,
  });
  return running ? false : other.data;
}
