import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Admission, admissionRun } from '#inference/conformance/admission.ts';
import { judgeAdmission } from '#inference/conformance/admissionVerdict.ts';
import { admit } from '#inference/conformance/admit.ts';
import { type TextReference, textReferenceSchema } from '#inference/conformance/referenceTask.ts';
import { loadModel } from '#inference/loadModel.ts';
import { parseManifest } from '#inference/manifest/manifest.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import type { Runtime } from '#inference/runtime/runtime.ts';
import { folderReader, MODELS_FOLDER } from '#tools/models/publish/modelFolder.ts';

const FOLDER = `${MODELS_FOLDER}stories15m`;
const BOUND = 1e-3;
const manifest = parseManifest(JSON.parse(readFileSync(`${FOLDER}/manifest.json`, 'utf8')));
const references = textReferenceSchema
  .array()
  .parse(JSON.parse(readFileSync(`${FOLDER}/conformance.json`, 'utf8')));

/** What a GPU does to logits [vocabulary], by the tokens that were fed and the number of runs before. */
type Harm = (logits: Float32Array, fed: readonly number[], run: number) => void;

/** The CPU, with logits that are changed like those of a faulty GPU. */
function faultyRuntime(harm: Harm): Runtime {
  const runtime = createNodeRuntime();
  let runs = 0;
  return {
    ...runtime,
    createSession: async (graph, keepOutputs) => {
      const session = await runtime.createSession(graph, keepOutputs);
      const run = session.run.bind(session) as (
        feeds: Parameters<typeof session.run>[0],
      ) => ReturnType<typeof session.run>;
      session.run = async (feeds: Parameters<typeof session.run>[0]) => {
        const outputs = await run(feeds);
        const fed = Array.from((feeds.input_ids as { data: BigInt64Array }).data, Number);
        harm(outputs.logits!.data as Float32Array, fed, runs++);
        return outputs;
      };
      return session;
    },
  };
}

/** @param file the conformance file's content; as it is published by default */
async function verdictOn(harm: Harm, file: unknown = references) {
  const readPlain = folderReader(FOLDER);
  const readFile = async (path: string) =>
    path === manifest.conformance.file ? new TextEncoder().encode(JSON.stringify(file)) : readPlain(path);
  const model = await loadModel(manifest, readFile, faultyRuntime(harm));
  try {
    return judgeAdmission('Stories', await admissionRun(model), BOUND);
  } finally {
    await model.dispose();
  }
}

const sum = (tokens: readonly number[]) => tokens.reduce((total, token) => total + token, 0);
const isPrompt = ({ prompt }: TextReference, fed: readonly number[]) => prompt.join() === fed.join();
const damage = (logits: Float32Array) =>
  logits.forEach((value, at) => (logits[at] = at % 2 ? -value : value));

describe('a GPU', () => {
  it('that computes right is admitted', async () => {
    const verdict = await verdictOn(() => undefined);
    expect(verdict).toMatchObject({ inputs: references.length, wrong: 0, repeat: 0, refusal: undefined });
    expect(verdict.furthest).toBeLessThan(1e-5);
  });

  it('that corrupts a third of all inputs, always the same, passes one input and is refused by many', async () => {
    const spared = sum(references[0]!.prompt) % 3;
    const harm: Harm = (logits, fed) => {
      if (fed.length > 1 && sum(fed) % 3 === (spared + 1) % 3) damage(logits);
    };
    // The single task of an older file.
    expect((await verdictOn(harm, references[0])).refusal).toBeUndefined();
    const { wrong, inputs, refusal } = await verdictOn(harm);
    expect(wrong).toBeGreaterThan(0);
    expect(wrong).toBeLessThan(inputs / 2);
    expect(refusal).toMatch(
      new RegExp(
        `^${wrong} of ${inputs} test inputs of Stories came out wrong on this GPU \\(relative error up to `,
      ),
    );
  });

  it.each<[string, Harm, RegExp]>([
    [
      'is wrong at the last input alone',
      (logits, fed) => isPrompt(references.at(-1)!, fed) && damage(logits),
      /^1 of 10 test inputs/,
    ],
    [
      'is wrong once its KV cache is read',
      (logits, fed) => fed.length === 1 && fed[0] === references.at(-1)!.next[0] && damage(logits),
      /test inputs of Stories came out wrong/,
    ],
    [
      'gives NaN for one input',
      (logits, fed) => isPrompt(references[3]!, fed) && logits.fill(NaN, 5, 6),
      /^1 of 10 .* \(NaN or infinite numbers, allowed 0.001/,
    ],
    [
      'gives infinity for one input',
      (logits, fed) => isPrompt(references[3]!, fed) && logits.fill(Infinity, 5, 6),
      /^1 of 10 .* \(NaN or infinite numbers, allowed 0.001/,
    ],
    [
      'does not compute the same input the same way twice, if within the bound',
      (logits, _fed, run) => logits.forEach((value, at) => (logits[at] = value * (1 + run * 1e-5))),
      /^This GPU gave two answers to the same test input of Stories \(relative error up to .* allowed 0.0001\)/,
    ],
  ])('that %s is refused', async (_, harm, refusal) => {
    expect((await verdictOn(harm)).refusal).toMatch(refusal);
  });
});

describe('Admission', () => {
  /** A model whose inputs take these milliseconds, each by itself. */
  function timed(...durations: number[]) {
    let now = 0;
    const ran: number[] = [];
    const check = async (at: number) => {
      ran.push(at);
      now += durations[at]!;
      return { relativeL2: 0, mismatches: 0, numbers: [[1]] };
    };
    return { admission: new Admission({ testInputs: durations.length, check }, () => now), ran };
  }

  it.each([
    [
      'all inputs of a GPU that is quick once its shaders are compiled',
      [9_000, 50, 50, 50, 50],
      [0, 1, 2, 3, 4, 0],
    ],
    ['all inputs where the first is quick too', [300, 300, 300, 300, 300], [0, 1, 2, 3, 4, 0]],
    ['three inputs of a slow GPU', [6_000, 1_900, 1_900, 1_900, 1_900], [0, 1, 2]],
    ['two inputs of a very slow one', [9_000, 4_000, 4_000, 4_000], [0, 1]],
    ['what fits into a third of the first one’s time', [9_000, 900, 900, 900, 900, 900], [0, 1, 2, 3, 4]],
  ])('runs %s before the model is offered', async (_, durations, expected) => {
    const { admission, ran } = timed(...durations);
    const told: number[] = [];
    await admission.runSome(() => told.push(admission.done));
    expect(ran).toEqual(expected);
    expect(told).toEqual(expected.map((_at, place) => place + 1));
  });

  it('runs the rest one by one, the first input once more at the end, and then nothing', async () => {
    const { admission, ran } = timed(6_000, 1_900, 1_900, 1_900);
    await admission.runSome();
    expect(admission.run.repeat).toBeUndefined();
    for (let more = 0; more < 3; more++) await admission.runNext();
    expect(ran).toEqual([0, 1, 2, 3, 0]);
    expect([admission.done, admission.total, admission.run.repeat]).toEqual([5, 5, 0]);
  });

  it('passes other errors on', async () => {
    const cancelled = new InferenceError('CANCELLED', 'Cancelled.');
    const check = () => Promise.reject(cancelled);
    await expect(admissionRun({ testInputs: 1, check })).rejects.toBe(cancelled);
  });
});

describe('admit', () => {
  /** A slow model whose input at this place is wrong. */
  function wrongAt(place: number) {
    let now = 0;
    const check = async (at: number) => {
      now += 1_500;
      return { relativeL2: at === place ? 1 : 0, mismatches: 0, numbers: [[1]] };
    };
    return new Admission({ testInputs: 6, check }, () => now);
  }
  const options = { model: 'Draw', bound: BOUND };

  it('says how many of all inputs are wrong, if one of the first is', async () => {
    const { refusal } = await admit(wrongAt(1), { ...options, scope: 'some' });
    expect(refusal).toMatch(/^1 of 6 test inputs of Draw /);
  });

  it('lets a model work whose first inputs are right, and refuses it at a later one', async () => {
    const admission = wrongAt(4);
    expect(await admit(admission, { ...options, scope: 'some' })).toMatchObject({
      inputs: 3,
      refusal: undefined,
    });
    expect((await admit(admission, { ...options, scope: 'next' })).refusal).toBeUndefined();
    expect((await admit(admission, { ...options, scope: 'next' })).refusal).toContain('1 of 6');
  });

  it('runs all inputs before it admits who asks for all', async () => {
    expect((await admit(wrongAt(5), { ...options, scope: 'all' })).wrong).toBe(1);
    const verdict = await admit(wrongAt(6), { ...options, scope: 'all' });
    expect(verdict).toMatchObject({ inputs: 6, repeat: 0, refusal: undefined });
  });
});

it('judgeAdmission takes a distance that is not a number for a wrong input', () => {
  const run = { inputs: [{ relativeL2: NaN, mismatches: 0 }], repeat: 0 };
  expect(judgeAdmission('Stories', run, 1)).toMatchObject({ wrong: 1, furthest: Infinity });
  const unsteady = { inputs: [{ relativeL2: 0, mismatches: 0 }], repeat: NaN };
  expect(judgeAdmission('Stories', unsteady, 1).refusal).toContain('NaN or infinite numbers between them');
});
