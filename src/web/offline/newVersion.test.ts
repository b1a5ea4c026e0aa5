import { expect, it } from 'vitest';
import { entryOf, isReplaced } from '#web/offline/newVersion.ts';

const page = (script: string, status = 200) =>
  new Response(`<head><script type="module" crossorigin src="${script}"></script></head>`, { status });

it('entryOf finds the script that a page starts', () => {
  expect(entryOf('<link href="/a.js"><script type="module" crossorigin src="/assets/b.js"></script>')).toBe(
    '/assets/b.js',
  );
  expect(entryOf('<p>Room number?</p>')).toBeUndefined();
});

it.each([
  ['the same build', page('/assets/start-1.js'), false],
  ['another build', page('/assets/start-2.js'), true],
  ['a page of the network’s owner', new Response('<p>Room number?</p>'), false],
  ['trouble', page('/assets/start-2.js', 502), false],
])('isReplaced, when the site answers with %s', async (_, answer, expected) => {
  expect(await isReplaced('/assets/start-1.js', async () => answer)).toBe(expected);
});

it('isReplaced does not know while the site is away', async () => {
  const away = () => Promise.reject(new TypeError('Failed to fetch'));
  await expect(isReplaced('/assets/start-1.js', away)).rejects.toThrow(TypeError);
});
