/** The address of every page of the dApp; one that shows a node, a task or a model with an example of it. */
export const PAGE_PATHS = [
  '/',
  '/create',
  '/gallery',
  `/tasks/0x${'0'.repeat(64)}`,
  '/mine',
  '/mine/node',
  '/coordinate',
  '/stake',
  '/portfolio',
  '/nodes',
  '/nodes/1',
  '/trust',
  '/developers',
  '/status',
  '/faucet',
  '/model?id=icons128',
];
