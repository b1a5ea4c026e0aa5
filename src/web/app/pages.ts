import { type ComponentType, lazy } from 'react';
import { nextTask } from '#web/time/nextTask.ts';

/**
 * A page and its script. The miner, for one, brings libp2p and ONNX Runtime with it.
 * @param file that the page's component is in; the page's HTML names its script
 */
function page(path: string, file: string, load: () => Promise<ComponentType>) {
  let loading: Promise<ComponentType> | undefined;
  // After a failure, e.g. without a connection, the next visit tries again.
  const once = () =>
    (loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    }));
  const render = async () => {
    const Page = await once();
    // Not in the task that renders the shell around it.
    await nextTask();
    return { default: Page };
  };
  return { path, file, Page: lazy(render) };
}

export const pages = [
  page('/', 'CreatePage.tsx', async () => (await import('#web/create/CreatePage.tsx')).CreatePage),
  page('/mine', 'MinePage.tsx', async () => (await import('#web/mine/MinePage.tsx')).MinePage),
  page(
    '/mine/node',
    'OwnNodePage.tsx',
    async () => (await import('#web/mine/node/OwnNodePage.tsx')).OwnNodePage,
  ),
  page('/stake', 'StakePage.tsx', async () => (await import('#web/stake/StakePage.tsx')).StakePage),
  page(
    '/portfolio',
    'PortfolioPage.tsx',
    async () => (await import('#web/portfolio/PortfolioPage.tsx')).PortfolioPage,
  ),
  page('/nodes', 'NodesPage.tsx', async () => (await import('#web/explore/NodesPage.tsx')).NodesPage),
  page('/nodes/:id', 'NodePage.tsx', async () => (await import('#web/explore/NodePage.tsx')).NodePage),
  page(
    '/model',
    'ModelCardPage.tsx',
    async () => (await import('#web/models/ModelCardPage.tsx')).ModelCardPage,
  ),
  page('/trust', 'TrustPage.tsx', async () => (await import('#web/trust/TrustPage.tsx')).TrustPage),
  page('/trust/cases/:id', 'CasePage.tsx', async () => (await import('#web/trust/CasePage.tsx')).CasePage),
  page('/faucet', 'FaucetPage.tsx', async () => (await import('#web/faucet/FaucetPage.tsx')).FaucetPage),
];
