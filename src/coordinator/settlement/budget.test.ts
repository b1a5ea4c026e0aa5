import { parseEther } from 'viem';
import { describe, expect, it } from 'vitest';
import { isTextModel, ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';
import { Budget } from '#coordinator/settlement/budget.ts';
import { testCatalogue } from '#coordinator/testing/world.ts';
import type { ImageRequest, TextRequest } from '#protocol/task/taskRequest.ts';

/** Two CAI a step. */
const image = (steps: number) => ({ kind: 'image', model: 'draw', steps }) as ImageRequest;
/** A thousandth of a CAI a token, 64 tokens of context. */
const text = (content: string, maxTokens: number) =>
  ({ kind: 'text', model: 'talk', messages: [{ role: 'user', content }], maxTokens }) as TextRequest;

const budgetOf = (available: string | undefined, ...open: (ImageRequest | TextRequest)[]) =>
  new Budget({
    catalogue: testCatalogue(),
    solvency: { available: () => (available === undefined ? undefined : parseEther(available)) },
    openTasks: () => open.map((request) => ({ request })),
  });

describe('Budget.affords', () => {
  it('accepts a task that costs exactly what is left, and none that costs a unit more', () => {
    expect([budgetOf('8').affords(image(4)), budgetOf('8').affords(image(5))]).toEqual([true, false]);
  });

  it('counts what the open tasks may cost', () => {
    const open = [image(1), text('hi', 1)];
    expect([budgetOf('10.064', ...open).affords(image(4))]).toEqual([true]);
    expect([budgetOf('10.063', ...open).affords(image(4))]).toEqual([false]);
  });

  it.each([
    ['0', 'the deposit is empty'],
    ['-1', 'more is promised than the deposit holds'],
    [undefined, 'the deposit is not known'],
  ])('accepts nothing with %s left: %s', (available, _why) => {
    expect(budgetOf(available).affords(text('hi', 1))).toBe(false);
  });
});

describe('Budget.mostOf', () => {
  it('never exceeds the context', () => {
    const large = { ...text('é'.repeat(8), 4), model: 'talk' };
    expect(budgetOf('1').mostOf(large)).toBe(parseEther('0.064'));
  });

  it('bounds a text in a long context by its bytes, the template and its answer', () => {
    const [, talk] = testCatalogue().models;
    if (talk === undefined || !isTextModel(talk))
      throw new Error('The second test model is no longer a text model.');
    const roomy = { ...talk, manifest: { ...talk.manifest, context: 10_000 } };
    const catalogue = new ModelCatalogue([roomy]);
    const budget = new Budget({ catalogue, solvency: { available: () => 0n }, openTasks: () => [] });
    // 8 letters of two bytes each, 16 tokens around the message, 1,024 at the ends, and 4 of the answer.
    expect(budget.mostOf(text('é'.repeat(8), 4))).toBe(parseEther('1.06'));
  });

  it('is nothing for a model that is no longer served', () => {
    expect(budgetOf('1').mostOf({ ...image(4), model: 'gone' })).toBe(0n);
  });
});
