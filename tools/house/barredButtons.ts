import type { SourceFile } from '#tools/house/sourceTree.ts';

/** The only place that bars a button: its `unavailable` is the reason, as a sentence. */
const ACTION_BUTTON = 'src/web/action/ActionButton.tsx';

/** Braces may hold an arrow, whose `>` does not end the tag; two more levels are enough for any tag here. */
const TAG = /<button\b(?:[^<>{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*>/g;

/** The files with a plain button that can be barred, and so may not say why. */
export function barredButtons(files: readonly SourceFile[]): string[] {
  const bars = (text: string) => (text.match(TAG) ?? []).some((tag) => /\s(?:aria-)?disabled\b/.test(tag));
  return files.filter(({ path, text }) => path !== ACTION_BUTTON && bars(text)).map(({ path }) => path);
}
