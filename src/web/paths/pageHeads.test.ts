import { expect, it } from 'vitest';
import { headedPath } from '#web/paths/pageHeads.ts';

it.each([
  ['/mine', '/mine'],
  ['/mine/node', '/mine/node'],
  ['/nodes', '/nodes'],
  ['/nodes/17', '/nodes/:id'],
  ['/nodes/:id', '/nodes/:id'],
  ['/nodes/17/votes', undefined],
  ['/nodesx', undefined],
  ['/models/icons128', '/models/:id'],
  ['/models', undefined],
  ['/nowhere', undefined],
])('the heading of %s is that of %s', (address, path) => {
  expect(headedPath(address)).toBe(path);
});
