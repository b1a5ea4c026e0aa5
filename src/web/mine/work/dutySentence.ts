import { formatCount } from '#web/money/amount.ts';

/**
 * What is left to do for a node that gets no tasks.
 * @param cases that run, in which it may have to vote
 */
export function dutySentence(cases: number, running: boolean): string {
  if (cases === 0) return 'This node gets no tasks, and has no jury left to serve on.';
  const [what, until] = cases === 1 ? ['a case', 'it is'] : [`${formatCount(cases)} cases`, 'they are'];
  const asked = running ? 'Keep this tab mining with this key' : 'Mine with this key';
  return (
    `This node gets no tasks, but may still have to vote in ${what} from when it was active. ` +
    `${asked} until ${until} over: it is paid for votes as before, and an empty seat can be fined.`
  );
}
