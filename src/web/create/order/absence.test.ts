import { expect, it } from 'vitest';
import { ApiFailure } from '#web/coordinator/apiFailure.ts';
import { absenceSentence, isToldByOrder } from '#web/create/order/absence.ts';
import { newlyWorking, type OrderState } from '#web/create/order/orderState.ts';
import { ORDER } from '#web/create/order/testing/fakeCoordinator.ts';

const { url } = ORDER;
const failed = (code: string): OrderState => ({ phase: 'failed', code, sentence: '', url });

it.each<[string, OrderState, string, boolean]>([
  ['no order', { phase: 'idle' }, url, false],
  ['an order under way there', newlyWorking(ORDER, null, 0), url, true],
  ['an order under way elsewhere', newlyWorking(ORDER, null, 0), 'http://d.test', false],
  ['an order that it did not answer', failed('unreachable'), url, true],
  ['an order that was let go', failed('left'), url, true],
  ['an order that another did not answer', failed('unreachable'), 'http://d.test', false],
  ['an order that failed for another reason', failed('no_miner'), url, false],
  ['a cancelled order', { phase: 'cancelled' }, url, false],
])('of a coordinator with %s, the result panel tells the absence: case %#', (_, state, chosen, told) => {
  expect(isToldByOrder(state, chosen)).toBe(told);
});

const AGAIN = 'This page asks it again every few seconds.';

it.each([
  [
    'away',
    new ApiFailure('unreachable', 'Try again.'),
    false,
    `Ann does not answer at http://c.test. ${AGAIN}`,
  ],
  [
    'away, beside another',
    new ApiFailure('unreachable', 'Try again.'),
    true,
    `Ann does not answer at http://c.test. ${AGAIN} You can choose another coordinator meanwhile.`,
  ],
  ['broken', new ApiFailure('internal', 'It failed.'), false, `Ann (http://c.test): It failed. ${AGAIN}`],
])('absenceSentence of a coordinator that is %s', (_, error, hasOthers, sentence) => {
  expect(absenceSentence({ name: 'Ann', url }, error, hasOthers)).toBe(sentence);
});
