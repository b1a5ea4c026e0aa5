import { expect, it } from 'vitest';
import { loadInParts, preloadScripts } from '#web/app/loadInParts.ts';

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

/** A page whose HTML lists these scripts, and the links that are put into its head. */
function pageListing(content: string | undefined) {
  const links: unknown[] = [];
  const page = {
    querySelector: (wanted: string) =>
      wanted === 'meta[name=scripts]' && content !== undefined ? { content } : null,
    createElement: (tag: string) => ({ tag }),
    head: { append: (link: unknown) => links.push(link) },
  } as unknown as Document;
  return { page, links };
}

it('begins to load all scripts that the page lists, and returns them in their order', () => {
  const { page, links } = pageListing('/b.js /a.js');
  expect(preloadScripts(page)).toEqual(['/b.js', '/a.js']);
  expect(links).toEqual([
    { tag: 'link', rel: 'modulepreload', href: '/b.js' },
    { tag: 'link', rel: 'modulepreload', href: '/a.js' },
  ]);
});

it('preloads nothing on a page that lists nothing', () => {
  const { page, links } = pageListing(undefined);
  expect(preloadScripts(page)).toEqual([]);
  expect(links).toEqual([]);
});
