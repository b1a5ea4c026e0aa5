import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { brokenLinks } from '#tools/house/brokenLinks.ts';

const tracked = execFileSync('git', ['ls-files', '-z', '*.md']).toString().split('\0').filter(existsSync);

describe('brokenLinks', () => {
  it.each(tracked)('finds none in %s', (path) => {
    expect(brokenLinks({ path, text: readFileSync(path, 'utf8') }, existsSync)).toEqual([]);
  });

  it.each([
    ['a link', 'See [the rules](missing.md#rules).', 'docs/missing.md'],
    ['a link out of its folder', '![A picture](../public/missing.png)', 'public/missing.png'],
    ['a path in backticks', 'It is in `src/protocol/missing.ts`.', 'src/protocol/missing.ts'],
    ['a folder in backticks', 'Tests lie in `e2e/missing/`.', 'e2e/missing/'],
  ])('reports %s that leads nowhere', (_, text, missing) => {
    expect(brokenLinks({ path: 'docs/page.md', text }, existsSync)).toEqual([`docs/page.md: ${missing}`]);
  });

  it.each([
    ['an address on the web', '[viem](https://viem.sh/docs/missing.md)'],
    ['an anchor on the same page', '[Rules](#rules)'],
    ['a generated path', 'The ABI is in `src/chain/generated`.'],
    ['a code block', '```sh\ncat `src/missing.ts`\n```'],
  ])('ignores %s', (_, text) => {
    expect(brokenLinks({ path: 'docs/page.md', text }, () => false)).toEqual([]);
  });
});
