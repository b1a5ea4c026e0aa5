import { describe, expect, it } from 'vitest';
import { Allowance } from '#coordinator/settlement/allowance.ts';

const RULE = { clientWei: 10n, totalWei: 15n, periodSeconds: 100 };
const CLIENT_SPENT = expect.objectContaining({ code: 'client_budget_spent', details: { retrySeconds: 100 } });
const SPENT = expect.objectContaining({ code: 'budget_spent', details: { retrySeconds: 100 } });

function open(rule = RULE) {
  const clock = { ms: 5_000 };
  return { clock, allowance: new Allowance(rule, () => clock.ms) };
}

describe('an allowance for free work', () => {
  it('gives a client what it has in a period, and not a wei more', () => {
    const { allowance } = open();
    allowance.reserve('ann', 4n);
    allowance.reserve('ann', 6n);
    expect(() => allowance.reserve('ann', 1n)).toThrow(CLIENT_SPENT);
    allowance.reserve('bob', 1n);
  });

  it('gives all clients together what there is in a period, and not a wei more', () => {
    const { allowance } = open();
    allowance.reserve('ann', 9n);
    allowance.reserve('bob', 6n);
    expect(() => allowance.reserve('eve', 1n)).toThrow(SPENT);
    expect(allowance.spent()).toEqual({ wei: 15n, limitWei: 15n, secondsLeft: 100 });
  });

  it('counts a task at its price when it is over, once', () => {
    const { allowance } = open();
    const settle = allowance.reserve('ann', 10n);
    settle(3n);
    settle(0n);
    expect(allowance.spent().wei).toBe(3n);
    allowance.reserve('ann', 7n);
    expect(() => allowance.reserve('ann', 1n)).toThrow(CLIENT_SPENT);
  });

  it('counts a task that was never delivered as nothing', () => {
    const { allowance } = open();
    allowance.reserve('ann', 10n)(0n);
    allowance.reserve('ann', 10n);
  });

  it('begins again when the period is over', () => {
    const { allowance, clock } = open();
    allowance.reserve('ann', 10n);
    clock.ms += 99_999;
    expect(() => allowance.reserve('ann', 1n)).toThrow();
    clock.ms += 1;
    allowance.reserve('ann', 10n);
    expect(allowance.spent()).toMatchObject({ wei: 10n, secondsLeft: 100 });
  });

  it('counts what was accepted before, even beyond its limit', () => {
    const { allowance } = open();
    allowance.charge('ann', 12n);
    expect(() => allowance.reserve('ann', 1n)).toThrow(CLIENT_SPENT);
    expect(allowance.spent().wei).toBe(12n);
  });

  it('counts clients beyond the ten thousandth together', () => {
    const { allowance } = open({ ...RULE, totalWei: 1_000_000n });
    for (let client = 0; client < 10_000; client++) allowance.reserve(`client ${client}`, 1n);
    allowance.reserve('ann', 6n);
    expect(() => allowance.reserve('bob', 6n)).toThrow(CLIENT_SPENT);
    allowance.reserve('client 1', 9n);
  });
});
