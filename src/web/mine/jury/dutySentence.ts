import { t } from '#web/language/translate.ts';

/**
 * What is left to do for a node that gets no tasks.
 * @param cases that run, in which it may have to vote
 */
export function dutySentence(cases: number, running: boolean): string {
  if (cases === 0) return t('mine.dutySentence.thisNodeGetsNo');
  return t(running ? 'mine.dutySentence.keepMining' : 'mine.dutySentence.mine', { cases });
}
