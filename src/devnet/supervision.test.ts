import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it } from 'vitest';
import { Supervision } from '#devnet/supervision.ts';

const WINDOW_MS = 60_000;

class FakeProcess extends EventEmitter {
  exitCode: number | null = null;
  signalCode: string | null = null;

  end(): void {
    this.exitCode = 1;
    this.emit('exit', 1);
  }
}
const asChild = (process: FakeProcess) => process as unknown as ChildProcess;

let now: number;
let started: FakeProcess[];
let said: string[];
let restart: () => Promise<ChildProcess>;
let chain: FakeProcess;
let coordinator: FakeProcess;

/** @returns the supervision, and the reason why the devnet is over as soon as there is one */
function supervise() {
  const supervision = new Supervision({
    ...{ chain: asChild(chain), coordinator: asChild(coordinator), restart: () => restart() },
    ...{ say: (sentence) => said.push(sentence), nowMs: () => now },
  });
  const outcome: { reason?: string } = {};
  void supervision.failed.then((reason) => (outcome.reason = reason));
  return { supervision, outcome };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));
const newest = () => started.at(-1) ?? coordinator;

beforeEach(() => {
  [now, started, said] = [0, [], []];
  [chain, coordinator] = [new FakeProcess(), new FakeProcess()];
  restart = async () => {
    started.push(new FakeProcess());
    return asChild(newest());
  };
});

describe('Supervision', () => {
  it('starts the coordinator again when it ends, and again when the new one ends', async () => {
    const { outcome } = supervise();
    coordinator.end();
    await settle();
    newest().end();
    await settle();
    expect([started.length, outcome.reason]).toEqual([2, undefined]);
    expect(said).toContain('The coordinator is back.');
  });

  it('gives up at the fourth end within a minute', async () => {
    const { outcome } = supervise();
    for (let end = 0; end < 4; end++) {
      newest().end();
      await settle();
    }
    expect([started.length, outcome.reason]).toEqual([3, expect.stringContaining('keeps ending')]);
  });

  it('forgets restarts after a minute', async () => {
    const { outcome } = supervise();
    for (let end = 0; end < 3; end++) {
      newest().end();
      await settle();
    }
    now = WINDOW_MS;
    newest().end();
    await settle();
    expect([started.length, outcome.reason]).toEqual([4, undefined]);
  });

  it('is over when the chain ends', async () => {
    const { outcome } = supervise();
    chain.end();
    await settle();
    expect(outcome.reason).toContain('The chain ended');
  });

  it('notices a process that has ended before it was watched', async () => {
    coordinator.end();
    supervise();
    await settle();
    expect(started).toHaveLength(1);
  });

  it('is over, with the reason, when the coordinator cannot start again', async () => {
    restart = async () => Promise.reject(new Error('The port is taken.'));
    const { outcome } = supervise();
    coordinator.end();
    await settle();
    expect(outcome.reason).toBe('The port is taken.');
  });

  it('starts nothing after it was stopped', async () => {
    const { supervision } = supervise();
    supervision.stop();
    coordinator.end();
    await settle();
    expect(started).toEqual([]);
  });
});
