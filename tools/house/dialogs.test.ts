import { expect, it } from 'vitest';
import { dialogsIn, ownDialogsIn } from '#tools/house/dialogs.ts';
import { trackedFiles } from '#tools/house/trackedFiles.ts';
import { DIALOGS } from '../../e2e/dialogs.ts';

const pages = trackedFiles('src/web/*.tsx').filter(({ path }) => !path.endsWith('.test.tsx'));

it('a journey opens and closes each dialog: e2e/dialogs.spec.ts', () => {
  expect(dialogsIn(pages)).toEqual(Object.keys(DIALOGS).sort());
});

it('every dialog is the shared one', () => {
  expect(ownDialogsIn(pages)).toEqual([]);
});

it.each([
  ['<dialog ref={dialog} aria-label={title}>', true],
  ['window.current?.showModal()', true],
  ['<div role="dialog">', true],
  ['<Dialog title={title}>', false],
])('finds a dialog of its own in %s: %s', (text, isFound) => {
  expect(ownDialogsIn([{ path: 'src/web/page.tsx', text }])).toHaveLength(isFound ? 1 : 0);
});
