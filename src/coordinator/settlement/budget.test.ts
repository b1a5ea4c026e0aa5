import { type Address, parseEther } from 'viem';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { isTextModel, ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';
import { Budget, type PromisedTask } from '#coordinator/settlement/budget.ts';
import { accountOf, testCatalogue } from '#coordinator/testing/world.ts';
import type { ImageRequest, TextRequest } from '#protocol/task/taskRequest.ts';

/** Two CAI a step. */
const image = (steps: number) => ({ kind: 'image', model: 'draw', steps }) as ImageRequest;
/** A thousandth of a CAI a token, 64 tokens of context. */
const text = (content: string, maxTokens: number) =>
  ({ kind: 'text', model: 'talk', messages: [{ role: 'user', content }], maxTokens }) as TextRequest;

const [ann, bob] = [accountOf('ann').address, accountOf('bob').address];
let spare: Map<Address, bigint>;
/** Who may be drawn. */
let miners: Address[];
beforeEach(() => {
  spare = new Map();
  miners = [];
});

const budgetWith = (available: string | undefined, ...open: PromisedTask[]) =>
  new Budget({
    catalogue: testCatalogue(),
    solvency: {
      available: () => (available === undefined ? undefined : parseEther(available)),
      spareOf: (miner) => spare.get(miner) ?? 0n,
    },
    openTasks: () => open,
    minersOf: () => miners,
  });
const budgetOf = (available: string | undefined, ...open: (ImageRequest | TextRequest)[]) =>
  budgetWith(available, ...open.map((request) => ({ request, miner: undefined })));

describe('Budget.affords', () => {
  it('accepts a task that costs exactly what is left, and none that costs a unit more', () => {
    expect([budgetOf('8').affords(image(4)), budgetOf('8').affords(image(5))]).toEqual([true, false]);
  });

  it('reads each text once, however many tasks come after it', () => {
    const budget = budgetOf('10', text('hello', 1));
    budget.affords(image(1));
    const read = vi.spyOn(Buffer, 'byteLength');
    expect(budget.affords(image(1))).toBe(true);
    expect(read).not.toHaveBeenCalled();
    read.mockRestore();
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

it('Budget.affords asks for no miner’s reserve while the wallet alone can pay', () => {
  let asked = 0;
  const solvency = {
    available: () => parseEther('8'),
    spareOf: () => {
      asked++;
      return 0n;
    },
  };
  const minersOf = () => [ann, bob];
  const budget = new Budget({ catalogue: testCatalogue(), solvency, openTasks: () => [], minersOf });
  expect([budget.affords(image(4)), asked]).toEqual([true, 0]);
  expect([budget.affords(image(5)), asked]).toEqual([false, 2]);
});

describe('Budget.affords with reserves in channels', () => {
  const CAI = parseEther('1');

  it('accepts what the channel of whoever is drawn covers, with nothing in the wallet', () => {
    [miners, spare] = [
      [ann, bob],
      new Map([
        [ann, 100n * CAI],
        [bob, 8n * CAI],
      ]),
    ];
    expect([budgetOf('0').affords(image(4)), budgetOf('0').affords(image(5))]).toEqual([true, false]);
    expect(budgetOf('2').affords(image(5))).toBe(true);
  });

  it('counts no reserve while nobody could be drawn', () => {
    spare = new Map([[ann, 100n * CAI]]);
    expect([budgetOf('0').affords(image(1)), budgetOf('2').affords(image(1))]).toEqual([false, true]);
  });

  it('counts each reserve for its own miner’s tasks, and once', () => {
    [miners, spare] = [[ann], new Map([[ann, 8n * CAI]])];
    const task = { request: image(3), miner: ann };
    expect(budgetWith('0', task).affords(image(1))).toBe(true);
    expect(budgetWith('0', task).affords(image(2))).toBe(false);
    const queued = { request: image(3), miner: undefined };
    expect([budgetWith('0', queued).affords(image(1)), budgetWith('0', queued).affords(image(2))]).toEqual([
      true,
      false,
    ]);
    const others = { request: image(3), miner: bob };
    expect([budgetWith('6', others).affords(image(4)), budgetWith('5', others).affords(image(4))]).toEqual([
      true,
      false,
    ]);
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
    const solvency = { available: () => 0n, spareOf: () => 0n };
    const budget = new Budget({ catalogue, solvency, openTasks: () => [], minersOf: () => [] });
    // 8 letters of two bytes each, 16 tokens around the message, 1,024 at the ends, and 4 of the answer.
    expect(budget.mostOf(text('é'.repeat(8), 4))).toBe(parseEther('1.06'));
  });

  it('is nothing for a model that is no longer served', () => {
    expect(budgetOf('1').mostOf({ ...image(4), model: 'gone' })).toBe(0n);
  });
});
