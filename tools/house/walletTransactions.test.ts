import { expect, it } from 'vitest';
import { isTest, trackedFiles } from '#tools/house/trackedFiles.ts';
import { LEFT_OUT, TRANSACTIONS } from '../../e2e/wallet/transactions.ts';

/** What a file has that sends: the buttons, and the flow where others draw the button. */
const BUTTON = /<(?:TransactionButton|AmountButton|AmountCard)\b/g;
const FLOW = /= useTransaction\(\)/;
/** They are made of each other: what they send is their users'. */
const PARTS = ['components/TransactionButton.tsx', 'confirm/AmountButton.tsx', 'stake/AmountCard.tsx'];
/** Files whose one button sends several kinds, each of them tried. */
const KINDS_OF_ONE_BUTTON: Readonly<Record<string, number>> = {
  'explore/vote/VoteDialog.tsx': 2,
  'portfolio/PositionDialog.tsx': 3,
};
const ROOT = 'src/web/';

/** How many transactions the pages' files offer. */
const offered = new Map(
  trackedFiles('src/web')
    .filter((file) => /\.tsx?$/.test(file.path) && !isTest(file))
    .map(({ path, text }) => {
      const buttons = text.match(BUTTON)?.length ?? 0;
      return [path.slice(ROOT.length), buttons === 0 && FLOW.test(text) ? 1 : buttons] as const;
    })
    .filter(([path, count]) => count > 0 && !PARTS.includes(path))
    .map(([path, count]) => [path, count - 1 + (KINDS_OF_ONE_BUTTON[path] ?? 1)] as const),
);

it('e2e/wallet/transactions.ts lists every transaction of the pages, or says why it does not', () => {
  expect(offered.size).toBeGreaterThan(20);
  const tried = new Map<string, number>();
  for (const { file } of TRANSACTIONS) tried.set(file, (tried.get(file) ?? 0) + 1);
  const listed = [...offered].map(([path, count]) => [path, path in LEFT_OUT ? count : tried.get(path)]);
  expect(listed).toEqual([...offered]);
});

it('it lists nothing that the pages do not offer', () => {
  const files = [...TRANSACTIONS.map(({ file }) => file), ...Object.keys(LEFT_OUT)];
  expect(files.filter((file) => !offered.has(file))).toEqual([]);
});
