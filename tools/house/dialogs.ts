import type { SourceFile } from '#tools/house/sourceTree.ts';

const DIALOG = 'src/web/dialog/Dialog.tsx';

/** The components that open a dialog, each by its file's name. */
export const dialogsIn = (files: readonly SourceFile[]): string[] =>
  files
    .filter(({ text }) => text.includes("from '#web/dialog/Dialog.tsx'"))
    .map(({ path }) => path.slice(path.lastIndexOf('/') + 1, -'.tsx'.length))
    .sort();

/** Files with a dialog of their own, which the shared one's care for the focus does not reach. */
export const ownDialogsIn = (files: readonly SourceFile[]): string[] =>
  files
    .filter(({ path, text }) => path !== DIALOG && /<dialog\b|\bshowModal\b|role="dialog"/.test(text))
    .map(({ path }) => path);
