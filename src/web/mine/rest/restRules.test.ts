import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RestReasons } from '#web/mine/rest/restReasons.ts';
import { type Battery, batteryOf, type RestRules, watchRestRules } from '#web/mine/rest/restRules.ts';

const ALWAYS: RestRules = { paused: false, charging: false, hours: null };

class TestBattery implements Battery {
  charging = true;
  #listener = () => {};

  addEventListener(_: string, listener: () => void): void {
    this.#listener = listener;
  }

  become(charging: boolean): void {
    this.charging = charging;
    this.#listener();
  }
}

beforeEach(() => vi.useFakeTimers({ now: new Date(2026, 10, 30, 12, 0) }));
afterEach(() => vi.useRealTimers());

async function watched(rules: () => RestRules | undefined, battery?: Battery) {
  const reasons = new RestReasons(() => {});
  const look = watchRestRules(reasons, rules, Promise.resolve(battery));
  await vi.advanceTimersByTimeAsync(0);
  return { reasons, look };
}

describe('watchRestRules', () => {
  it('rests on battery, from when the charger is taken off until it is back', async () => {
    const battery = new TestBattery();
    const { reasons } = await watched(() => ({ ...ALWAYS, charging: true }), battery);
    expect(reasons.first()).toBeUndefined();
    battery.become(false);
    expect(reasons.first()).toBe('battery');
    battery.become(true);
    expect(reasons.first()).toBeUndefined();
  });

  it('mines on battery where the user allows it, and where the browser tells nothing of it', async () => {
    const battery = new TestBattery();
    battery.charging = false;
    expect((await watched(() => ALWAYS, battery)).reasons.first()).toBeUndefined();
    expect((await watched(() => ({ ...ALWAYS, charging: true }))).reasons.first()).toBeUndefined();
  });

  it('rests outside the hours, and looks at the clock by itself', async () => {
    const { reasons } = await watched(() => ({ ...ALWAYS, hours: { from: '12:05', to: '12:10' } }));
    expect(reasons.first()).toBe('hours');
    await vi.advanceTimersByTimeAsync(5 * 60_000);
    expect(reasons.first()).toBeUndefined();
    await vi.advanceTimersByTimeAsync(5 * 60_000);
    expect(reasons.first()).toBe('hours');
  });

  it('rests while its user has paused it, whatever the other rules say', async () => {
    let rules: RestRules = { ...ALWAYS, paused: true, hours: { from: '13:00', to: '14:00' } };
    const { reasons, look } = await watched(() => rules);
    expect(reasons.first()).toBe('paused');
    rules = { ...rules, paused: false };
    look();
    expect(reasons.first()).toBe('hours');
  });

  it('follows changed rules at once, and has no reason while the tab does not mine', async () => {
    let rules: RestRules | undefined = ALWAYS;
    const { reasons, look } = await watched(() => rules);
    rules = { ...ALWAYS, hours: { from: '13:00', to: '14:00' } };
    look();
    expect(reasons.first()).toBe('hours');
    rules = undefined;
    look();
    expect(reasons.first()).toBeUndefined();
  });
});

it.each([
  ['has none to tell of', {}],
  ['refuses to tell', { getBattery: () => Promise.reject(new Error('not allowed')) }],
])('batteryOf gives nothing for a browser that %s', async (_, browser) => {
  expect(await batteryOf(browser)).toBeUndefined();
});
