import { type ComponentType, lazy } from 'react';

/** A page and its script. The miner, for one, brings libp2p and ONNX Runtime with it. */
function page(path: string, load: () => Promise<ComponentType>) {
  let loading: Promise<ComponentType> | undefined;
  // After a failure, e.g. without a connection, the next visit tries again.
  const once = () =>
    (loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    }));
  return { path, load: once, Page: lazy(async () => ({ default: await once() })) };
}

export const pages = [
  page('/', async () => (await import('#web/create/CreatePage.tsx')).CreatePage),
  page('/mine', async () => (await import('#web/mine/MinePage.tsx')).MinePage),
  page('/stake', async () => (await import('#web/stake/StakePage.tsx')).StakePage),
  page('/vote', async () => (await import('#web/vote/VotePage.tsx')).VotePage),
  page('/model', async () => (await import('#web/models/ModelCardPage.tsx')).ModelCardPage),
  page('/faucet', async () => (await import('#web/faucet/FaucetPage.tsx')).FaucetPage),
];

/** Starts to load the page at this address, while the network is still being looked for. */
export function preloadPage(path: string): void {
  // If it fails, showing the page fails too, and says so.
  pages
    .find((one) => one.path === path)
    ?.load()
    .catch(() => undefined);
}
