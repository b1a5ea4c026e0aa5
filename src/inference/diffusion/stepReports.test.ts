import { describe, expect, it } from 'vitest';
import { StepReports } from '#inference/diffusion/stepReports.ts';
import type { TaskProgress } from '#protocol/task/taskProgress.ts';

const PREVIEW = Uint8Array.of(1);
const LATENT = new Float32Array(1);

function reports(usesGpu = false) {
  const told: TaskProgress[] = [];
  let drawn = 0;
  const draw = () => {
    drawn++;
    return PREVIEW;
  };
  const all = new StepReports(3, (news) => told.push(news), draw, usesGpu);
  return { all, told, drawn: () => drawn };
}

const step = (done: number) => ({ kind: 'step', done, total: 3 });
/** A promise and the function that resolves it. */
function pending<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

const turn = () => new Promise((resolve) => setTimeout(resolve));

describe('StepReports', () => {
  it('reports a finished step at once', async () => {
    const { all, told } = reports();
    await all.add({});
    expect(told).toEqual([step(1)]);
  });

  it('reports in order and lets only one further step run', async () => {
    const { all, told } = reports();
    const [first, second] = [pending<void>(), pending<void>()];
    await all.add({ over: first.promise });
    let begun = false;
    const adding = all.add({ over: second.promise }).then(() => (begun = true));
    second.resolve();
    await turn();
    expect([told, begun]).toEqual([[], false]);
    first.resolve();
    await adding;
    await all.settle();
    expect(told).toEqual([step(1), step(2)]);
  });

  it('waits for a preview only if it needs the GPU', async () => {
    for (const usesGpu of [true, false]) {
      const { all, told } = reports(usesGpu);
      await all.add({ predictedX0: Promise.resolve(LATENT) });
      expect(told).toHaveLength(usesGpu ? 1 : 0);
      await all.settle();
      expect(told).toEqual([{ ...step(1), preview: PREVIEW }]);
    }
  });

  it('neither reports nor draws previews once closed', async () => {
    const { all, told, drawn } = reports();
    const over = pending<Float32Array>();
    await all.add({ over: over.promise, predictedX0: over.promise });
    all.close();
    over.resolve(LATENT);
    await all.settle();
    expect([told, drawn()]).toEqual([[], 0]);
  });

  // An unhandled rejection fails the whole test run.
  it('rejects with a failed step’s error and leaves no unhandled rejection', async () => {
    const { all, told } = reports();
    const lost = () => Promise.reject(new Error('lost'));
    await all.add({ over: lost() });
    await expect(all.add({ over: lost() })).rejects.toThrow('lost');
    await turn();
    expect(told).toEqual([]);
  });
});
