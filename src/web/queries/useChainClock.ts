import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useNetwork } from '#web/network/networkContext.ts';
import { CHAIN_KEY, WATCH_INTERVAL_MS } from '#web/queries/chainKey.ts';

const localSeconds = () => Date.now() / 1_000;

/** The newest block, which also tells whether the chain answers. */
export function useHead() {
  const { client } = useNetwork();
  return useQuery({
    queryKey: [...CHAIN_KEY, 'head'],
    queryFn: async () => {
      const { number, hash, timestamp } = await client.getBlock();
      return { number: number.toString(), hash, timestamp: Number(timestamp), seenAt: localSeconds() };
    },
    refetchInterval: WATCH_INTERVAL_MS,
    // The time when a block was first seen belongs to that block, so reading it again gives the same answer.
    structuralSharing: (previous, next) =>
      (previous as { hash?: string } | undefined)?.hash === (next as { hash: string }).hash ? previous : next,
  });
}

/**
 * Now, in Unix seconds, as contracts will see it: this machine's clock, or the chain's where that is ahead (a
 * devnet whose time was moved). Ticks every second.
 */
export function useChainNowSeconds(): number {
  const head = useHead();
  const [local, setLocal] = useState(localSeconds);
  useEffect(() => {
    const timer = setInterval(() => setLocal(localSeconds()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const ahead = head.data === undefined ? 0 : Math.max(0, head.data.timestamp - head.data.seenAt);
  return local + ahead;
}

/** A node answers in a fraction of a second; one that hangs is said to after this long, in ms. */
const SILENCE_MS = 8_000;

/** Whether the chain refuses to answer, or has not answered for a while. */
export function useIsChainSilent(): boolean {
  const { isError, isFetching } = useHead();
  const [hangs, setHangs] = useState(false);
  useEffect(() => {
    if (!isFetching) return setHangs(false);
    const timer = setTimeout(() => setHangs(true), SILENCE_MS);
    return () => clearTimeout(timer);
  }, [isFetching]);
  return isError || hangs;
}
