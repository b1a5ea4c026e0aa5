/** The address of every page of the dApp; one that shows a node or a model with an example of it. */
export const PAGE_PATHS = [
  '/',
  '/mine',
  '/mine/node',
  '/coordinate',
  '/stake',
  '/portfolio',
  '/nodes',
  '/nodes/1',
  '/trust',
  '/faucet',
  '/model?id=icons128',
];
