import type { Hex } from 'viem';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AuditMeasure } from '#inference/audit/auditMeasure.ts';
import type { AuditedWork } from '#inference/loadedModel.ts';
import { GpuError, type GpuErrorCode } from '#miner/gpu/gpuError.ts';
import { type JudgementDeps, judge, millionthsOf } from '#miner/jury/judging/judgement.ts';
import { reportedResult } from '#miner/testing/evidence.ts';
import { MANIFEST } from '#miner/testing/gatedEngine.ts';
import { NO_LOANS } from '#miner/testing/loans.ts';
import { network } from '#miner/testing/world.ts';
import { encodeEvidence, type ReadEvidence, readEvidence } from '#protocol/court/evidence.ts';
import { RefusalError } from '#protocol/refusal.ts';

const CLAIM = { client: 'juries', weight: () => 1 };
const FARTHEST = 2n ** 64n - 1n;
let found: ReadEvidence;

beforeAll(async () => {
  found = await readEvidence(network, encodeEvidence(await reportedResult()));
});

const measureOf = (value: number): AuditMeasure => ({ measures: { step: { value, bound: 1 } } });

/** Judges with a GPU that answers so, one audit after the other; the last answer for ever. */
async function judged(
  answers: (AuditMeasure | Error)[],
  { manifest = MANIFEST as Hex | null, coming = false } = {},
) {
  let audits = 0;
  const engine = {
    manifestOf: () => manifest ?? undefined,
    audit: async () => {
      const answer = answers[Math.min(audits++, answers.length - 1)]!;
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const judgement = await judge({ engine, isComing: () => coming, loans: NO_LOANS }, found, {
    claim: CLAIM,
    signal: new AbortController().signal,
  });
  return { ...judgement, audits };
}

describe('judge', () => {
  it.each([
    [0, 'right', 0n, 1],
    [1, 'right', 1_000_000n, 1],
    [1.000_001, 'wrong', 1_000_001n, 2],
    [7.5, 'wrong', 7_500_000n, 2],
    [Number.NaN, 'wrong', FARTHEST, 2],
  ] as const)('finds a result at %s of the bound %s', async (value, finding, distance, audits) => {
    expect(await judged([measureOf(value)])).toEqual({ finding, distance, audits, reason: null });
  });

  it('finds a result right when the second audit does: the first was this GPU’s fault', async () => {
    expect(await judged([measureOf(3), measureOf(0.5)])).toMatchObject({
      ...{ finding: 'right', distance: 500_000n, audits: 2 },
    });
  });

  it.each([
    ['some of the trace shows no fault, and the whole work is another', 0.5, 4, 'wrong'],
    ['some of the trace shows a fault, whatever the picture is', 4, 0.5, 'wrong'],
    ['neither shows a fault', 0.5, 0.25, 'right'],
  ] as const)('a miner cannot choose what is judged: %s', async (_, some, whole, finding) => {
    const [part] = [...found.parts!];
    const work = { ...found, parts: new Map([part!]) };
    const engine = {
      manifestOf: () => MANIFEST,
      audit: async ({ parts }: AuditedWork) => measureOf(parts === undefined ? whole : some),
    };
    const options = { claim: CLAIM, signal: new AbortController().signal };
    const judgement = await judge({ engine, isComing: () => false, loans: NO_LOANS }, work, options);
    expect(judgement.finding).toBe(finding);
  });

  it('computes the task once where the parts are so few that checking them does it', async () => {
    const work = { ...found, parts: new Map([[...found.parts!][0]!]) };
    let audits = 0;
    const engine = {
      manifestOf: () => MANIFEST,
      audit: async () => {
        audits++;
        return { measures: { start: { value: 0.1, bound: 1 }, whole: { value: 0.4, bound: 1 } } };
      },
    };
    const judgement = await judge({ engine, isComing: () => false, loans: NO_LOANS }, work, {
      claim: CLAIM,
      signal: new AbortController().signal,
    });
    expect([judgement.finding, judgement.distance, audits]).toEqual(['right', 400_000n, 1]);
  });

  it('says that the evidence is unavailable when the tab offers another version of the model', async () => {
    const unavailable = { finding: 'unavailable', distance: 0n, reason: 'MODEL_NOT_LOADED', audits: 0 };
    const other = { manifest: `0x${'d'.repeat(64)}` as const, coming: true };
    expect(await judged([], other)).toEqual(unavailable);
  });

  it('measures with a loaned model when the tab offers none, and says when it is ready', async () => {
    const events: string[] = [];
    const engine = { manifestOf: () => undefined, audit: async () => measureOf(events.push('measured')) };
    const loans: JudgementDeps['loans'] = {
      lend: async (named, use) => {
        events.push(`lent ${named.model} ${named.manifest}`);
        return use().finally(() => events.push('given back'));
      },
    };
    const judging = judge({ engine, isComing: () => false, loans }, found, {
      ...{ claim: CLAIM, signal: new AbortController().signal },
      onReady: () => void events.push('ready'),
    });
    expect(await judging).toMatchObject({ finding: 'wrong', distance: 3_000_000n });
    expect(events).toEqual([
      `lent ${found.request.model} ${MANIFEST}`,
      ...['ready', 'measured', 'measured', 'given back'],
    ]);
  });

  it('passes on why a model cannot be loaned', async () => {
    await expect(judged([], { manifest: null })).rejects.toMatchObject({ code: 'MODEL_UNKNOWN' });
  });

  it('waits for a model that is being loaded', async () => {
    const coming = { manifest: null, coming: true };
    await expect(judged([], coming)).rejects.toMatchObject({ code: 'MODEL_NOT_LOADED' });
  });

  const failures: [string, Error | AuditMeasure, string][] = [
    ['is lost', new GpuError('DEVICE_LOST', 'a bird'), 'INFERENCE_FAILED'],
    ['throws without a code', new Error('a bird'), 'INFERENCE_FAILED'],
    ['measures nothing', { measures: {} }, 'INFERENCE_FAILED'],
    ...(['QUEUE_FULL', 'DISPOSED', 'MODEL_NOT_LOADED'] as GpuErrorCode[]).map(
      (code): [string, Error, string] => [`says ${code}`, new GpuError(code, 'a bird'), 'BUSY'],
    ),
  ];
  it.each(failures)('finds nothing when the GPU %s', async (_, answer, code) => {
    const failing = judged([answer]);
    await expect(failing).rejects.toMatchObject({ code });
    // The prompt may stand in the GPU's message.
    const error = (await failing.catch((thrown: unknown) => thrown)) as RefusalError;
    expect(`${error.message} ${error.detail} ${String(error.cause)}`).not.toContain('bird');
  });

  it('ends at once when it is aborted', async () => {
    const over = new AbortController();
    const engine = { manifestOf: () => MANIFEST, audit: () => new Promise<AuditMeasure>(() => undefined) };
    const options = { claim: CLAIM, signal: over.signal };
    const judging = judge({ engine, isComing: () => false, loans: NO_LOANS }, found, options);
    over.abort(new RefusalError('WINDOW_OVER'));
    await expect(judging).rejects.toMatchObject({ code: 'WINDOW_OVER' });
  });
});

it.each([
  [0.000_000_4, 0n],
  [0.000_000_5, 1n],
  [1e12, 10n ** 18n],
  [1e30, FARTHEST],
  [Infinity, FARTHEST],
] as const)('millionthsOf %s is %s', (distance, millionths) => {
  expect(millionthsOf(distance)).toBe(millionths);
});
