import { expect, it } from 'vitest';
import { pageFile } from '#web/language/pageFile.ts';

it.each([
  ['/', undefined, '/index.html'],
  ['/mine', undefined, '/mine/index.html'],
  ['/nodes/other.html', undefined, '/nodes/other.html'],
  ['/', 'ar', '/index.ar.html'],
  ['/mine', 'ar', '/mine/index.ar.html'],
  ['/nodes/other.html', 'ar', '/nodes/other.ar.html'],
])('the file of %s in the language %s is %s', (address, tag, file) => {
  expect(pageFile(address, tag)).toBe(file);
});
