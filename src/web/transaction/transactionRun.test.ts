import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PageWallet, TransactionState } from '#web/transaction/flow.ts';
import { STALL_MS, TransactionRun } from '#web/transaction/transactionRun.ts';

const WALLET = {} as PageWallet;
const never = new Promise<never>(() => undefined);

/** A run whose flow is at a phase of the test's choice. */
function setUp(refresh: () => Promise<unknown> = async () => undefined) {
  const signals: AbortSignal[] = [];
  let onState: (state: Partial<TransactionState>) => void = () => undefined;
  const run = new TransactionRun({
    open: async (update, signal) => {
      signals.push(signal);
      onState = update;
      return WALLET;
    },
    explain: async (error) => ({ phase: 'failed', failure: String(error) }),
    refresh: vi.fn(refresh),
  });
  return { run, signals, at: (state: Partial<TransactionState>) => onState(state) };
}
const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('TransactionRun', () => {
  it('asks the chain first, and ends done or failed', async () => {
    const { run } = setUp();
    const good = run.run(async () => undefined);
    expect(run.state().phase).toBe('checking');
    expect(await good).toBe(true);
    expect(run.state()).toMatchObject({ phase: 'done', failure: null });
    const bad = run.run(() => Promise.reject('no'));
    await pass();
    expect(await bad).toBe(false);
    expect(run.state()).toMatchObject({ phase: 'failed', failure: 'no' });
  });

  it.each(['checking', 'switching', 'signing'] as const)(
    'drops a flow whose user leaves while it is %s',
    async (phase) => {
      const { run, signals, at } = setUp();
      const left = run.run(() => never);
      await pass();
      at({ phase });
      expect(run.leave()).toBe(true);
      expect(await left).toBe(false);
      expect([signals[0]!.aborted, run.state().phase]).toEqual([true, 'idle']);
      // What the old flow still says is not heard.
      at({ phase: 'pending' });
      expect(run.state().phase).toBe('idle');
    },
  );

  it.each(['confirming', 'pending'] as const)(
    'goes on with a flow whose user leaves while it is %s',
    async (phase) => {
      const { run, signals, at } = setUp();
      let end: () => void = () => undefined;
      const going = run.run(() => new Promise<void>((resolve) => (end = resolve)));
      await pass();
      at({ phase });
      expect(run.leave()).toBe(false);
      expect([signals[0]!.aborted, run.state().phase]).toEqual([false, phase]);
      end();
      expect(await going).toBe(true);
    },
  );

  it('has nothing to drop when no flow runs', () => {
    const { run } = setUp();
    run.leave();
    expect(run.state().phase).toBe('idle');
  });

  it('runs one flow at a time', async () => {
    const { run } = setUp();
    void run.run(() => never);
    expect(await run.run(async () => undefined)).toBe(false);
  });

  it.each(['checking', 'switching', 'signing', 'confirming', 'pending'] as const)(
    'says after the limit, and not before, that %s hangs',
    async (phase) => {
      const { run, at } = setUp();
      void run.run(() => never);
      await pass();
      at({ phase });
      await pass(STALL_MS - 1);
      expect(run.state()).toMatchObject({ phase, stalled: false });
      await pass(1);
      expect(run.state()).toMatchObject({ phase, stalled: true });
      run.waitOn();
      expect(run.state().stalled).toBe(false);
      await pass(STALL_MS);
      expect(run.state().stalled).toBe(true);
    },
  );

  it('begins anew, asks the wallet nothing more in the first attempt, and takes the result of the second', async () => {
    const { run, signals } = setUp();
    let tries = 0;
    const ended = run.run(() => (tries++ === 0 ? never : Promise.resolve()));
    await pass(STALL_MS);
    run.retry();
    expect(signals[0]!.aborted).toBe(true);
    await pass();
    expect(await ended).toBe(true);
    expect([run.state().phase, tries]).toEqual(['done', 2]);
  });

  it('does not let the news of a given up attempt over that of the next', async () => {
    const { run } = setUp();
    const answers: (() => void)[] = [];
    void run.run(() => new Promise<void>((_, reject) => answers.push(() => reject('late'))));
    await pass(STALL_MS);
    run.retry();
    await pass();
    answers[0]!();
    await pass();
    expect(run.state().phase).toBe('checking');
    answers[1]!();
    await pass();
    expect(run.state()).toMatchObject({ phase: 'failed', failure: 'late' });
  });

  it.each(['confirming', 'pending'] as const)('does not send twice what may be sent: %s', async (phase) => {
    const { run, signals, at } = setUp();
    const flow = vi.fn(() => never);
    void run.run(flow);
    await pass();
    at({ phase });
    await pass(STALL_MS);
    run.retry();
    expect([flow.mock.calls.length, signals[0]!.aborted]).toEqual([1, false]);
  });

  it('is done although the chain does not tell the new numbers', async () => {
    const { run } = setUp(() => never);
    const ended = run.run(async () => undefined);
    await pass(STALL_MS);
    expect(await ended).toBe(true);
  });

  it('stops its clock at the end', async () => {
    const { run } = setUp();
    await run.run(async () => undefined);
    await pass(STALL_MS);
    expect([run.state().stalled, vi.getTimerCount()]).toEqual([false, 0]);
  });
});
