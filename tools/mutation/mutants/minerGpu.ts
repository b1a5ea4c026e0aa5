import type { Mutant } from '#tools/mutation/mutant.ts';

const gpu = 'src/miner/gpu';
const models = 'src/miner/models';

/** Of the miner: the queue in front of its GPU, and its model files. */
export const minerGpuMutants: readonly Mutant[] = [
  {
    name: 'idle time saved up',
    file: `${gpu}/fairQueueing.ts`,
    from: 'if (flow.tasks === 0) flow.spent = Math.max(flow.spent, this.#virtualTime);',
    to: '',
    breaks: 'A coordinator that was idle blocks the others when it comes back.',
  },
  {
    name: 'tie for the newest',
    file: `${gpu}/fairQueueing.ts`,
    from: 'spent(other) < spent(best)',
    to: 'spent(other) <= spent(best)',
    breaks: 'Among equals the one that waited longest comes last.',
  },
  {
    name: 'cancelled task stays in the queue',
    file: `${gpu}/gpuQueue.ts`,
    from: '        this.#remove(waiting);\n        this.#fair.leave(claim);\n        reject',
    to: '        this.#fair.leave(claim);\n        reject',
    breaks: 'A task that was cancelled runs all the same.',
  },
  {
    name: 'error forgotten',
    file: `${gpu}/deviceHealth.ts`,
    from: 'if (this.#error) throw this.#error;',
    to: '',
    breaks: 'A GPU that reported an error is given more work.',
  },
  {
    name: 'tasks that never started counted out',
    file: 'src/miner/engine/provenEngine.ts',
    from: 'if (hasStarted) this.#running--;',
    to: 'this.#running--;',
    breaks: 'A task that was cancelled in the queue makes the count of running tasks wrong.',
  },
  {
    name: 'failures add up',
    file: `${models}/rangeDownload.ts`,
    from: '    at += bytes.length;\n    failures = 0;',
    to: '    at += bytes.length;',
    breaks: 'A long download over a poor line fails although it moves.',
  },
  {
    name: 'exactly enough room is too little',
    file: `${models}/storeSpace.ts`,
    from: 'missing <= space.free',
    to: 'missing < space.free',
    breaks: 'A model that just fits is refused.',
  },
  {
    name: 'work counted from its last task',
    file: 'src/miner/tasks/gpuShare.ts',
    from: 'if (isWorking === (this.#since !== undefined)) return;',
    to: '',
    breaks: 'A tab whose tasks overlap rests too little: it works more than its user lends.',
  },
  {
    name: 'rest told at work',
    file: 'src/miner/tasks/gpuShare.ts',
    from: 'if (this.#since !== undefined) return undefined;',
    to: '',
    breaks: 'The page says until when the tab rests while it works.',
  },
];
