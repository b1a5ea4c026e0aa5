import { type ComponentType, lazy } from 'react';
import { loadMessages } from '#web/language/current.ts';
import type { MessageUnit } from '#web/language/messageKey.ts';
import { nextTask } from '#web/time/nextTask.ts';

/**
 * A page and its script. The miner, for one, brings libp2p and ONNX Runtime with it.
 * @param units of messages that the page shows besides the shell's; `tools/language` checks them
 * @param file that the page's component is in; the page's HTML names its script
 */
function page(path: string, units: readonly MessageUnit[], file: string, load: () => Promise<ComponentType>) {
  let loading: Promise<ComponentType> | undefined;
  const loadBoth = async () => (await Promise.all([load(), loadMessages(...units)]))[0];
  // After a failure, e.g. without a connection, the next visit tries again.
  const once = () =>
    (loading ??= loadBoth().catch((error: unknown) => {
      loading = undefined;
      throw error;
    }));
  const render = async () => {
    const Page = await once();
    // Not in the task that renders the shell around it.
    await nextTask();
    return { default: Page };
  };
  return { path, file, units, Page: lazy(render) };
}

export const pages = [
  page(
    '/',
    ['start', 'coordinator'],
    'StartPage.tsx',
    async () => (await import('#web/start/StartPage.tsx')).StartPage,
  ),
  page(
    '/create',
    ['create', 'coordinator'],
    'CreatePage.tsx',
    async () => (await import('#web/create/CreatePage.tsx')).CreatePage,
  ),
  page(
    '/gallery',
    ['create', 'coordinator'],
    'GalleryPage.tsx',
    async () => (await import('#web/create/GalleryPage.tsx')).GalleryPage,
  ),
  page(
    '/tasks',
    ['tasks', 'coordinator'],
    'TasksPage.tsx',
    async () => (await import('#web/tasks/TasksPage.tsx')).TasksPage,
  ),
  page(
    '/tasks/:id',
    ['create', 'coordinator'],
    'TaskPage.tsx',
    async () => (await import('#web/create/task/TaskPage.tsx')).TaskPage,
  ),
  page(
    '/mine',
    ['mine', 'staking', 'gpu'],
    'MinePage.tsx',
    async () => (await import('#web/mine/MinePage.tsx')).MinePage,
  ),
  page(
    '/mine/models',
    ['mine', 'staking', 'gpu'],
    'MinePage.tsx',
    async () => (await import('#web/mine/MinePage.tsx')).MineModelsPage,
  ),
  page(
    '/mine/node',
    ['node', 'mine', 'staking'],
    'OwnNodePage.tsx',
    async () => (await import('#web/mine/node/OwnNodePage.tsx')).OwnNodePage,
  ),
  page(
    '/coordinate',
    ['coordinate', 'node', 'mine', 'staking', 'coordinator'],
    'CoordinatePage.tsx',
    async () => (await import('#web/coordinate/CoordinatePage.tsx')).CoordinatePage,
  ),
  page(
    '/stake',
    ['stake', 'staking'],
    'StakePage.tsx',
    async () => (await import('#web/stake/StakePage.tsx')).StakePage,
  ),
  page(
    '/portfolio',
    ['portfolio', 'staking'],
    'PortfolioPage.tsx',
    async () => (await import('#web/portfolio/PortfolioPage.tsx')).PortfolioPage,
  ),
  page(
    '/activity',
    ['transaction', 'staking'],
    'ActivityPage.tsx',
    async () => (await import('#web/activity/ActivityPage.tsx')).ActivityPage,
  ),
  page(
    '/nodes',
    ['explore', 'staking', 'coordinator'],
    'NodesPage.tsx',
    async () => (await import('#web/explore/NodesPage.tsx')).NodesPage,
  ),
  page(
    '/nodes/:id',
    ['explore', 'staking', 'coordinator'],
    'NodePage.tsx',
    async () => (await import('#web/explore/NodePage.tsx')).NodePage,
  ),
  page(
    '/models/:id',
    ['models'],
    'ModelCardPage.tsx',
    async () => (await import('#web/models/ModelCardPage.tsx')).ModelCardPage,
  ),
  page(
    '/trust',
    ['trust', 'coordinator'],
    'TrustPage.tsx',
    async () => (await import('#web/trust/TrustPage.tsx')).TrustPage,
  ),
  page(
    '/cases',
    ['trust', 'coordinator'],
    'TrustPage.tsx',
    async () => (await import('#web/trust/TrustPage.tsx')).CasesPage,
  ),
  page(
    '/cases/:id',
    ['trust', 'coordinator'],
    'CasePage.tsx',
    async () => (await import('#web/trust/CasePage.tsx')).CasePage,
  ),
  page(
    '/developers',
    ['developers', 'coordinator'],
    'DevelopersPage.tsx',
    async () => (await import('#web/developers/DevelopersPage.tsx')).DevelopersPage,
  ),
  page(
    '/status',
    ['status', 'coordinator'],
    'StatusPage.tsx',
    async () => (await import('#web/status/StatusPage.tsx')).StatusPage,
  ),
  page(
    '/docs/apr',
    ['docs', 'staking'],
    'AprPage.tsx',
    async () => (await import('#web/docs/AprPage.tsx')).AprPage,
  ),
  page(
    '/docs/slashing',
    ['docs'],
    'SlashingPage.tsx',
    async () => (await import('#web/docs/SlashingPage.tsx')).SlashingPage,
  ),
  page(
    '/docs/privacy',
    ['docs'],
    'PrivacyPage.tsx',
    async () => (await import('#web/docs/PrivacyPage.tsx')).PrivacyPage,
  ),
  page(
    '/docs/glossary',
    ['docs'],
    'GlossaryPage.tsx',
    async () => (await import('#web/docs/GlossaryPage.tsx')).GlossaryPage,
  ),
  page(
    '/faucet',
    ['faucet', 'coordinator'],
    'FaucetPage.tsx',
    async () => (await import('#web/faucet/FaucetPage.tsx')).FaucetPage,
  ),
];
