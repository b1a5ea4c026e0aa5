/**
 * Builds every model under `public/models` that is missing or out of date:
 *   npx tsx tools/models/build.ts
 */
import { buildStories15m } from '#tools/models/stories15m/buildStories15m.ts';

const started = performance.now();
await buildStories15m((line) => console.log(line));
console.log(`models ready in ${((performance.now() - started) / 1_000).toFixed(1)} s`);
