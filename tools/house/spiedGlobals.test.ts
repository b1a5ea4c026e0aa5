import { expect, it } from 'vitest';
import { trackedFiles } from '#tools/house/trackedFiles.ts';

/**
 * Files share a process. After each, Vitest takes its spies away, later than its stubs: a spy on a stubbed
 * global puts that stub back for all files that follow.
 */
it('no test spies on a global', () => {
  const tests = trackedFiles('*.test.ts', '*.test.tsx');
  expect(tests.length).toBeGreaterThan(400);
  expect(tests.filter(({ text }) => /spyOn\(\s*globalThis/.test(text)).map(({ path }) => path)).toEqual([]);
});
