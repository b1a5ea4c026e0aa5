import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'tools/**/*.test.ts'],
    // A forgotten `it.only` would switch a whole file off.
    allowOnly: false,
    // One less than there are by default: half of a small machine would stand idle.
    maxWorkers: '100%',
    testTimeout: 30_000,
    // A fresh database takes seconds of CPU to make.
    hookTimeout: 60_000,
  },
});
