import { describe, expect, it, vi } from 'vitest';
import { CodedError } from '#protocol/codedError.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';
import { ApiFailure } from '#web/coordinator/apiFailure.ts';
import { EXAMPLE_RECEIPT } from '#web/coordinator/testing/exampleReceipt.ts';
import { RerunError } from '#web/create/rerun/rerunError.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';
import { drawSpot } from '#web/create/spot/drawSpot.ts';
import { type SpotDeps, SpotRun } from '#web/create/spot/spotRun.ts';
import { LEAST_SPOT_SHARE, MOST_SPOT_BYTES, spotShare } from '#web/create/spot/spotShare.ts';

const REQUEST = { kind: 'image' } as TaskRequest;
const due = (id: string): SavedResult => ({
  ...{ id, savedAt: 1, prompt: 'a fox', kind: 'image', image: new Blob(['x']), receipt: EXAMPLE_RECEIPT },
  spot: 'due',
});
const found = (finding: 'right' | 'wrong' | 'unavailable') => async () =>
  ({ finding, distance: 0n, reason: null }) as const;

function setUp(change: Partial<SpotDeps> = {}) {
  const note = vi.fn(async (_id: string, _spot: string) => undefined);
  const rerun = vi.fn(change.rerun ?? found('right'));
  const run = new SpotRun();
  const deps: SpotDeps = {
    hasGpu: async () => true,
    isMetered: () => false,
    prepare: async () => ({ request: REQUEST, name: 'Icons', missingBytes: 0 }),
    ...{ note, ...change, rerun },
  };
  return { run, deps, note, rerun };
}
/** A run that ends when it is aborted. */
const endless: SpotDeps['rerun'] = (_, __, { signal }) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

describe('SpotRun', () => {
  it.each([
    ['right', 'right'],
    ['wrong', 'wrong'],
    ['unavailable', 'dropped'],
  ] as const)('notes a result that the GPU found %s as %s', async (finding, spot) => {
    const { run, deps, note } = setUp({ rerun: found(finding) });
    await run.checkAll([due('a'), due('b')], deps);
    expect(note.mock.calls).toEqual([
      ['a', spot],
      ['b', spot],
    ]);
    expect(run.state()).toBeUndefined();
  });

  it.each<[string, Partial<SpotDeps>]>([
    ['there is no GPU for it', { hasGpu: async () => false }],
    [
      'the model is large',
      { prepare: async () => ({ request: REQUEST, name: 'L', missingBytes: MOST_SPOT_BYTES + 1 }) },
    ],
    [
      'a byte is missing on a metered connection',
      {
        isMetered: () => true,
        prepare: async () => ({ request: REQUEST, name: 'L', missingBytes: 1 }),
      },
    ],
  ])('leaves a result due where %s', async (_, change) => {
    const { run, deps, note, rerun } = setUp(change);
    await run.checkAll([due('a')], deps);
    expect([rerun.mock.calls, note.mock.calls]).toEqual([[], []]);
  });

  it.each<[string, unknown, string[][]]>([
    ['due while the tab mines', new RerunError('MINING'), []],
    ['due while another is checked', new RerunError('RUNNING'), []],
    ['due while the coordinator is away', new ApiFailure('unreachable', 'No answer.'), []],
    ['due where the model did not arrive', new CodedError('DOWNLOAD_FAILED', 'It broke off.'), []],
    ['withheld where its tokens are refused', new ApiFailure('no_result', 'Gone.'), [['a', 'withheld']]],
    ['withheld where others are given', new RerunError('OTHER_RESULT'), [['a', 'withheld']]],
    ['withheld where nobody signed it', new RerunError('NOT_SIGNED'), [['a', 'withheld']]],
    ['dropped where the GPU fails', new CodedError('DEVICE_LOST', 'It slept.'), [['a', 'dropped']]],
    ['dropped for what nobody expected', new TypeError('x is no function'), [['a', 'dropped']]],
  ])('leaves a result %s', async (_, error, noted) => {
    const { run, deps, note } = setUp({ rerun: () => Promise.reject(error) });
    await run.checkAll([due('a')], deps);
    expect(note.mock.calls).toEqual(noted);
  });

  it('looks again at what stayed due, as when its visitor allows a software adapter', async () => {
    let isAllowed = false;
    const { run, deps, note } = setUp({ hasGpu: async () => isAllowed });
    await run.checkAll([due('a')], deps);
    isAllowed = true;
    await run.checkAll([due('a')], deps);
    expect(note.mock.calls).toEqual([['a', 'right']]);
  });

  it('gives up what cannot be compared, and goes on with the next', async () => {
    let tries = 0;
    const { run, deps, note } = setUp({
      rerun: async () => {
        if (++tries === 1) throw new RerunError('OTHER_TASK');
        return { finding: 'right', distance: 0n, reason: null };
      },
    });
    await run.checkAll([due('a'), due('b')], deps);
    expect(note.mock.calls).toEqual([
      ['a', 'dropped'],
      ['b', 'right'],
    ]);
  });

  it('pauses for an order, and begins that result anew', async () => {
    const { run, deps, note, rerun } = setUp({ rerun: endless });
    const ended = run.checkAll([due('a')], deps);
    await vi.waitFor(() => expect(run.state()).toEqual({ id: 'a', progress: undefined }));
    run.pause();
    await ended;
    expect([run.state(), note.mock.calls]).toEqual([undefined, []]);
    rerun.mockImplementation(found('right'));
    await run.checkAll([due('a')], deps);
    expect(note.mock.calls).toEqual([['a', 'right']]);
  });

  it('drops what the visitor cancels', async () => {
    const { run, deps, note } = setUp({ rerun: endless });
    const ended = run.checkAll([due('a'), due('b')], deps);
    await vi.waitFor(() => expect(run.state()?.id).toBe('a'));
    await run.cancel(deps);
    await ended;
    expect(note.mock.calls).toEqual([['a', 'dropped']]);
  });

  it('tells its progress', async () => {
    const { run, deps, rerun } = setUp();
    const seen: unknown[] = [];
    run.subscribe(() => seen.push(run.state()));
    rerun.mockImplementation(async (_, __, { onProgress }) => {
      onProgress({ stage: 'measure', done: 1, total: 4 });
      return { finding: 'right', distance: 0n, reason: null };
    });
    await run.checkAll([due('a')], deps);
    expect(seen).toEqual([
      { id: 'a', progress: undefined },
      { id: 'a', progress: { stage: 'measure', done: 1, total: 4 } },
      undefined,
    ]);
  });
});

describe('drawSpot', () => {
  const asked = {
    ...{ kind: 'image', model: 'icons128', prompt: 'a fox', start: null, salt: `0x${'1'.repeat(32)}` },
  };
  const { spot: _, ...fresh } = due('a');
  const comparable = { ...fresh, asked } as unknown as SavedResult;

  it('draws the share, and only what can be compared', () => {
    expect(drawSpot(comparable, () => LEAST_SPOT_SHARE - 1e-9).spot).toBe('due');
    expect(drawSpot(comparable, () => LEAST_SPOT_SHARE).spot).toBeUndefined();
    expect(drawSpot(fresh as SavedResult, () => 0).spot).toBeUndefined();
  });

  it.each([
    [0, LEAST_SPOT_SHARE],
    [0.4, LEAST_SPOT_SHARE],
    [25, 0.5],
    [50, 1],
    [90, 1],
  ])('draws a result of %d CAI with the share %d', (cai, share) => {
    expect(spotShare(cai)).toBe(share);
    const receipt = { ...EXAMPLE_RECEIPT, amount_cai: String(cai) };
    expect(drawSpot({ ...comparable, receipt }, () => share - 1e-9).spot).toBe('due');
  });
});
