import { useEffect, useRef, useState } from 'react';
import { type HandedBundle, handOver } from '#web/evidence/handOver.ts';
import { useCoordinators } from '#web/queries/useCoordinators.ts';

/** How many coordinators keep a bundle. */
export interface HandedOver {
  /** Undefined while they are asked. */
  kept: number | undefined;
  /** That announce an address. */
  all: number;
}

/** Hands a bundle to all coordinators, and tells how many keep it. Leaving the page ends it. */
export function useHandOver() {
  const { coordinators = [] } = useCoordinators();
  const [handed, setHanded] = useState<HandedOver>();
  const leaving = useRef(new AbortController());
  useEffect(() => {
    const own = new AbortController();
    leaving.current = own;
    return () => own.abort();
  }, []);

  async function hand(bundle: HandedBundle): Promise<void> {
    const urls = coordinators.map(({ url }) => url);
    setHanded({ kept: undefined, all: urls.length });
    const keepers = await handOver(urls, bundle, leaving.current.signal).catch(() => undefined);
    if (keepers !== undefined) setHanded({ kept: keepers.length, all: urls.length });
  }

  return { coordinators, handed, hand, leaving };
}
