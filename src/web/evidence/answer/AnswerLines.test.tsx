import { zeroAddress } from 'viem';
import { expect, it } from 'vitest';
import { AnswerLines } from '#web/evidence/answer/AnswerLines.tsx';
import type { AnswerFlow } from '#web/evidence/answer/useAnswer.ts';
import { renderPage } from '#web/staking/testing/renderPage.tsx';
import { IDLE } from '#web/transaction/transactionRun.ts';

const flow = { state: IDLE, busy: false } as AnswerFlow['flow'];
const nothing = async () => undefined;
const answering: AnswerFlow = { state: 'open', flow, handed: undefined, answer: nothing, hand: nothing };
const lines = (change: Partial<AnswerFlow>, address?: typeof zeroAddress) =>
  renderPage(<AnswerLines {...answering} {...change} />, address === undefined ? {} : { address });
const BUTTON = '>Answer with what you computed<';
const AGAIN = '>Hand it over again<';

it('says before signing what is sent, that it takes no deposit, and that it becomes public', () => {
  const html = lines({}, zeroAddress);
  expect(html).toContain('This browser has kept what it computed');
  expect(html).toContain('no deposit');
  expect(html).toContain('Everybody can then read it, the prompt too.');
  expect(html).toMatch(new RegExp(`aria-disabled="false"[^>]*${BUTTON}`));
});

it('asks for a wallet where none is connected', () => {
  expect(lines({})).toContain('>Connect wallet<');
  expect(lines({})).not.toContain(BUTTON);
});

it.each([
  ['exhibited', 'The case shows your answer already.', true],
  ['over', 'No juror votes in this case any more', false],
  ['not-kept', 'This browser keeps nothing of this result', false],
  ['not-yours', 'Only the accused can answer', false],
] as const)('has a sentence and no transaction where it is %s', (state, sentence, again) => {
  const html = lines({ state }, zeroAddress);
  expect(html).toContain(sentence);
  expect(html).not.toContain(BUTTON);
  expect(html.includes(AGAIN)).toBe(again);
});

it('tells once it is sent who keeps it, and offers it no second time', () => {
  const done = { ...flow, state: { ...IDLE, phase: 'done' as const } };
  for (const state of ['open', 'exhibited'] as const) {
    const html = lines({ state, flow: done, handed: { kept: 1, all: 1 } }, zeroAddress);
    expect(html).toContain('Your answer is an exhibit of the case.');
    expect(html).toContain('1 of 1 coordinator keep');
    expect(html).not.toContain(BUTTON);
    expect(html).not.toContain('The case shows your answer already.');
  }
});

it('hands nothing over any more once no juror votes', () => {
  const html = lines({ state: 'over', handed: { kept: 0, all: 1 } }, zeroAddress);
  expect(html).toContain('No juror votes in this case any more');
  expect(html).not.toContain(AGAIN);
});

it('tells why it could not be sent, and offers it again', () => {
  const failure = 'No coordinator answers at the moment.';
  const failed = { ...flow, state: { ...IDLE, phase: 'failed' as const, failure } };
  const html = lines({ flow: failed }, zeroAddress);
  expect(html).toContain(failure);
  expect(html).toContain(BUTTON);
});
