import { expect, it } from 'vitest';
import { loadInParts } from '#web/app/loadInParts.ts';

it('runs each script in a task of its own, in order', async () => {
  const events: string[] = [];
  const load = async (script: string) => {
    events.push(script);
    setTimeout(() => events.push(`a task after ${script}`));
  };
  await loadInParts(['a', 'b'], load);
  expect(events).toEqual(['a', 'a task after a', 'b', 'a task after b']);
});

it('goes on after a script that does not load', async () => {
  const loaded: string[] = [];
  await loadInParts(['missing', 'b'], async (script) => {
    if (script === 'missing') throw new TypeError('Failed to fetch');
    loaded.push(script);
  });
  expect(loaded).toEqual(['b']);
});
