import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Exhibit } from '#chain/courts/exhibits.ts';
import type { AuditMeasure } from '#inference/audit/auditMeasure.ts';
import { GpuError } from '#miner/gpu/gpuError.ts';
import { searchSecondsOf } from '#miner/jury/judging/judgementAttempts.ts';
import { type LoanProblem, ModelLoanError } from '#miner/models/modelLoanError.ts';
import { TERMS } from '#miner/testing/courthouse.ts';
import { bundleOf, reportedResult } from '#miner/testing/evidence.ts';
import { MANIFEST } from '#miner/testing/gatedEngine.ts';
import { JurorBench, measureOf } from '#miner/testing/jurorBench.ts';
import { clearDatabases } from '#miner/testing/memoryKeyval.ts';
import { honest } from '#miner/testing/relays.ts';
import { boss, rival } from '#miner/testing/world.ts';

vi.mock('idb-keyval', () => import('#miner/testing/memoryKeyval.ts'));

let bench: JurorBench;
beforeEach(async () => {
  bench = await JurorBench.start();
});
afterEach(() => {
  bench.duty.stop();
  clearDatabases();
});

const { commitWindow } = TERMS;
const GIVE_UP = 0.8 * commitWindow;
/** Attempts follow each other by at least this time. */
const PAUSE = commitWindow / 40;
const kept = async () => (await bench.store.all())[0]!.vote;
const found = (finding: string, reason: string | null) =>
  bench
    .until(() => expect(bench.status).toMatchObject({ step: 'committed', finding, reason }))
    .then(async () => expect((await kept())!.reason).toBe(reason));
/** An audit that ends when the test says so, or never. */
function gate(): { measure: Promise<AuditMeasure>; open(measure: AuditMeasure): void } {
  let open: (measure: AuditMeasure) => void = () => undefined;
  return { measure: new Promise((resolve) => (open = resolve)), open: (measure) => open(measure) };
}

describe('evidence that cannot be had', () => {
  beforeEach(() => {
    bench.relays.answers.set(boss.address, honest(bench.house));
  });

  it('is looked for until four fifths of the window have passed, and then counts as unavailable', async () => {
    await bench.until(() => expect(bench.status.problem).toBe('UNKNOWN_EVIDENCE'));
    await bench.at(GIVE_UP - 0.1);
    await bench.advance();
    expect(await kept()).toBeUndefined();
    await bench.at(GIVE_UP);
    await found('unavailable', 'UNKNOWN_EVIDENCE');
    expect(bench.status.distance).toBeNull();
  });

  it('is judged when a coordinator has it at last', async () => {
    await bench.until(() => expect(bench.status.problem).toBe('UNKNOWN_EVIDENCE'));
    bench.relays.answers.set(boss.address, honest(bench.house, bench.bundle));
    const asked = bench.relays.count('evidence');
    await bench.advance();
    expect(bench.relays.count('evidence')).toBe(asked);
    bench.house.nowSeconds += PAUSE;
    await found('right', null);
  });

  it('is judged when somebody exhibits it at last', async () => {
    const other = await bundleOf({ ...bench.evidence, handed: null });
    const answer = honest(bench.house, other);
    bench.relays.answers.set(boss.address, (question) =>
      question.type === 'evidence-about' ? honest(bench.house)(question) : answer(question),
    );
    await bench.until(() => expect(bench.status.problem).toBe('UNKNOWN_EVIDENCE'));
    bench.house.exhibit(1n, { coordinator: boss.address, hash: other.hash });
    bench.house.nowSeconds += PAUSE;
    await found('right', null);
  });

  it('counts as unavailable with its fault when it is the wrong one', async () => {
    const wrong = await bundleOf(await reportedResult());
    bench.house.draw(bench.house.open({ exhibits: [{ coordinator: boss.address, hash: wrong.hash }] }), 1);
    await bench.store.note({ jury: { caseId: 2n, round: 0 }, nodeId: 5n, seats: 1, noticedAt: 2e9 });
    bench.relays.answers.set(boss.address, honest(bench.house, wrong));
    await bench.reload();
    await bench.until(() => expect(bench.status).toMatchObject({ caseId: '2', problem: 'MALFORMED' }));
    await bench.at(GIVE_UP);
    await found('unavailable', 'MALFORMED');
  });

  it('leaves a tab that comes late half of the rest of the window', async () => {
    await bench.at(7);
    await bench.until(() => expect(bench.status.problem).toBe('UNKNOWN_EVIDENCE'));
    await bench.at(7.4);
    await bench.advance();
    expect(await kept()).toBeUndefined();
    await bench.at(7.5);
    await found('unavailable', 'UNKNOWN_EVIDENCE');
  });
});

it.each([
  [120, 1, 30],
  [86_400, 1, 3_600],
  [86_400, 6, 3_600],
  [86_400, 36, 600],
])('in a window of %i s, each of the searches of %i juries has %i s at most', (window, juries, seconds) => {
  expect(searchSecondsOf(window, juries)).toBe(seconds);
});

it('evidence is found behind junk exhibits that a silent coordinator would serve', async () => {
  const junk = Array.from(
    { length: 16 },
    (_, at): Exhibit => ({
      ...{ coordinator: rival.address, hash: `0x${at.toString(16).repeat(64)}` },
    }),
  );
  bench.relays.answers.delete(boss.address);
  bench.relays.answers.set(rival.address, (question) =>
    question.type === 'evidence' ? 'silent' : honest(bench.house)(question),
  );
  bench.relays.answers.set(boss.address, honest(bench.house, bench.bundle));
  bench.house.draw(bench.house.open({ evidence: bench.bundle.id, exhibits: junk }), 1);
  await bench.store.note({ jury: { caseId: 2n, round: 0 }, nodeId: 5n, seats: 1, noticedAt: 2e9 });
  await bench.reload();
  await found('right', null);
  expect(bench.relays.count('evidence')).toBe(0);
});

describe('a model', () => {
  /** A loan whose download the test lets go on. */
  function watchLoan() {
    const loan: string[] = [];
    const signals: AbortSignal[] = [];
    const works: (string | null)[] = [];
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    bench.onChange = () => void works.push(bench.status.work);
    bench.loans = {
      fetch: async ({ model }, { onProgress, signal }) => {
        loan.push(`fetch ${model}`);
        signals.push(signal);
        onProgress({ stage: 'download', done: 5, total: 9 });
        await opened;
      },
      lend: async ({ model }, use) => {
        loan.push(`lend ${model}`);
        return use().finally(() => loan.push('given back'));
      },
    };
    const shown = () => works.filter((work, at) => work !== null && work !== works[at - 1]);
    return { loan, signals, shown, fetching: { open } };
  }

  it('that cannot be got makes the evidence unavailable at once', async () => {
    bench.manifest = undefined;
    await found('unavailable', 'MODEL_UNKNOWN');
    expect(bench.audits).toHaveLength(0);
  });

  it('that this tab does not mine with is downloaded, loaned for the audit, and shown', async () => {
    bench.manifest = undefined;
    const { loan, fetching, shown } = watchLoan();
    await bench.until(() => expect(bench.status.download).toEqual({ done: 5, total: 9 }));
    expect(bench.status.work).toBe('downloading');
    // Nothing is held meanwhile: no other jury waits.
    expect(bench.relays.count('evidence-about')).toBe(1);
    fetching.open();
    await found('right', null);
    expect(loan).toEqual(['fetch draw', 'lend draw', 'given back']);
    expect(bench.audits).toHaveLength(1);
    expect(shown()).toEqual(['fetching', 'downloading', 'fetching', 'preparing', 'measuring']);
    expect(bench.status.download).toBeNull();
  });

  it.each<LoanProblem>(['DOWNLOAD_OFF', 'DOWNLOAD_FAILED', 'NO_SPACE'])(
    'that cannot be downloaded now (%s) is tried again, and the evidence is not fetched meanwhile',
    async (code) => {
      bench.manifest = undefined;
      const fetch = vi.fn(async () => Promise.reject(new ModelLoanError(code, 'Not now.')));
      bench.loans = { fetch, lend: async (_, use) => use() };
      await bench.until(() => expect(bench.status).toMatchObject({ work: 'waiting', problem: code }));
      const asked = bench.relays.count('evidence-about');
      bench.house.nowSeconds += PAUSE;
      await bench.until(() => expect(fetch).toHaveBeenCalledTimes(2));
      expect(bench.relays.count('evidence-about')).toBe(asked);
      fetch.mockImplementation(async () => undefined as never);
      await bench.until(() => expect(bench.status.work).toBe('waiting'));
      bench.house.nowSeconds += PAUSE;
      await found('right', null);
    },
  );

  it('that is still being downloaded when time is over makes the evidence unavailable', async () => {
    bench.manifest = undefined;
    const { signals } = watchLoan();
    await bench.until(() => expect(bench.status.work).toBe('downloading'));
    await bench.at(GIVE_UP);
    await found('unavailable', 'MODEL_NOT_LOADED');
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it('that the GPU refuses makes the evidence unavailable', async () => {
    bench.manifest = undefined;
    const refusal = new ModelLoanError('MODEL_REFUSED', 'Wrong numbers.');
    bench.loans = { fetch: async () => undefined, lend: () => Promise.reject(refusal) };
    await found('unavailable', 'MODEL_REFUSED');
  });

  it('that is loading is waited for', async () => {
    [bench.manifest, bench.isComing] = [undefined, true];
    await bench.until(() => expect(bench.status.problem).toBe('MODEL_NOT_LOADED'));
    expect(await kept()).toBeUndefined();
    bench.manifest = MANIFEST;
    bench.house.nowSeconds += PAUSE;
    await found('right', null);
  });

  it('that does not come in time makes the evidence unavailable', async () => {
    [bench.manifest, bench.isComing] = [undefined, true];
    await bench.until(() => expect(bench.status.problem).toBe('MODEL_NOT_LOADED'));
    await bench.at(GIVE_UP);
    await found('unavailable', 'MODEL_NOT_LOADED');
  });
});

describe('a GPU', () => {
  const lost = new GpuError('DEVICE_LOST', 'lost');

  it('that fails once is tried again', async () => {
    bench.measures = [lost, measureOf(0.25)];
    await bench.until(() => expect(bench.status.problem).toBe('INFERENCE_FAILED'));
    bench.house.nowSeconds += PAUSE;
    await found('right', null);
  });

  it('that fails twice makes the evidence unavailable', async () => {
    bench.measures = [lost];
    await bench.until(() => expect(bench.audits).toHaveLength(1));
    await bench.until(() => expect(bench.status.problem).toBe('INFERENCE_FAILED'));
    bench.house.nowSeconds += PAUSE;
    await found('unavailable', 'INFERENCE_FAILED');
    expect(bench.audits).toHaveLength(2);
  });

  it('that is full is tried again, as often as it takes', async () => {
    const full = new GpuError('QUEUE_FULL', 'full');
    bench.measures = [full, full, full, measureOf(0.25)];
    for (let audits = 1; audits <= 4; audits++) {
      await bench.until(() => expect(bench.audits).toHaveLength(audits));
      await bench.until(() => expect(bench.status.work).not.toBe('measuring'));
      bench.house.nowSeconds += PAUSE;
    }
    await found('right', null);
  });

  it('that has no time until the end makes the evidence unavailable, and is asked no longer', async () => {
    bench.measures = [gate().measure];
    await bench.until(() => expect(bench.status.work).toBe('measuring'));
    await bench.at(GIVE_UP);
    await found('unavailable', 'BUSY');
    expect(bench.audits[0]!.signal.aborted).toBe(true);
  });

  it('gives juries a twentieth beside paid work, and half when their time runs short', async () => {
    bench.measures = [gate().measure];
    await bench.until(() => expect(bench.audits).toHaveLength(1));
    const { claim } = bench.audits[0]!;
    // One coordinator with a stake of ten is connected.
    expect(claim.weight()).toBe(0.5);
    await bench.at(GIVE_UP / 2 - 0.1);
    expect(claim.weight()).toBe(0.5);
    await bench.at(GIVE_UP / 2);
    expect(claim.weight()).toBe(10);
  });

  it('is left to the user who rests it, until time runs short', async () => {
    bench.isResting = true;
    await bench.advance();
    expect(bench.status).toMatchObject({ step: 'judging', work: 'waiting' });
    await bench.at(GIVE_UP / 2 - 0.1);
    await bench.advance();
    expect(bench.audits).toHaveLength(0);
    await bench.at(GIVE_UP / 2);
    await found('right', null);
  });
});

it('a window that closes ends the attempt, and no vote is kept', async () => {
  const { measure, open } = gate();
  bench.measures = [measure];
  await bench.until(() => expect(bench.status.work).toBe('measuring'));
  await bench.at(commitWindow);
  await bench.advance();
  expect(bench.status).toMatchObject({ step: 'missed', work: null, problem: 'WINDOW_OVER' });
  open(measureOf(0));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await kept()).toBeUndefined();
});
