import { expect, it } from 'vitest';
import type { ApiModel } from '#protocol/messages/api.ts';
import { CodeBlock } from '#web/developers/CodeBlock.tsx';
import { noteOf, QuickStart } from '#web/developers/QuickStart.tsx';
import { renderPage } from '#web/staking/testing/renderPage.tsx';

const model = (kind: 'image' | 'text', miners: number) =>
  ({ id: kind, cuckoo: { kind, miners } }) as ApiModel;
const shown = (miners: number) =>
  renderPage(
    <QuickStart baseUrl="https://nest.example/v1" models={[model('image', miners), model('text', 0)]} />,
  );

it('says before the examples that nobody is there to answer', () => {
  expect(shown(0)).toContain('No miner is online now. A request waits for one');
  expect(shown(1)).not.toContain('No miner is online');
});

it('names the file that a program with top-level await needs, and what a text leaves out', () => {
  expect(noteOf('image', 'javascript')).toBe(
    'Save it as fox.mjs and run it with node fox.mjs. It writes fox.png.',
  );
  expect(noteOf('image', 'python')).toBe('It writes fox.png.');
  expect(noteOf('text', 'curl')).toContain('does not repeat it');
});

it('a program’s long lines scroll, by keyboard too', () => {
  expect(renderPage(<CodeBlock title="Make an image" code="curl" />)).toMatch(/<pre [^>]*tabindex="0"/);
});
