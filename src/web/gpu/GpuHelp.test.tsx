import { expect, it } from 'vitest';
import { GpuHelp } from '#web/gpu/GpuHelp.tsx';
import type { GpuFinding } from '#web/gpu/gpuFinding.ts';
import { renderPage } from '#web/staking/testing/renderPage.tsx';

const shown = (gpu: GpuFinding) => renderPage(<GpuHelp gpu={gpu} onLookAgain={() => undefined} />);
/** A line of a phone holds some 45 characters: two of them stand above what is folded. */
const MOST_CHARACTERS = 90;

it.each<[string, GpuFinding]>([
  ['a software GPU', { state: 'found', name: 'SwiftShader', fallback: true }],
  ['no WebGPU', { state: 'no-webgpu' }],
  ['no GPU', { state: 'no-adapter' }],
])('says in a short sentence that there is %s, and folds what to do', (_, gpu) => {
  const [above = '', folded = ''] = shown(gpu).split('<details>');
  expect(above).toMatch(/<p>[^<]+\.<\/p>$/);
  expect(above.replaceAll(/<[^>]*>/g, '').length).toBeLessThanOrEqual(MOST_CHARACTERS);
  expect(folded).toContain('https://webgpureport.org');
});

it('says nothing of a GPU that is real', () => {
  expect(shown({ state: 'found', name: 'Real', fallback: false })).toBe('');
});
