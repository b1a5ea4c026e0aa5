import { expect, it } from 'vitest';
import { phaseOf } from '#miner/status/minerPhase.ts';
import type { CoordinatorStatus, MinerFacts, MinerPhase, ModelStatus } from '#miner/status/minerStatus.ts';

const GPU = { name: 'test adapter', fallback: false };
const modelsIn = (...states: ModelStatus['state'][]) => states.map((state) => ({ state }) as ModelStatus);
const coordinatorsIn = (...states: CoordinatorStatus['state'][]) =>
  states.map((state) => ({ state }) as CoordinatorStatus);

const cases: [
  what: string,
  phase: MinerPhase,
  lifecycle: MinerFacts['lifecycle'],
  gpu: MinerFacts['gpu'],
  models: ModelStatus['state'][],
  coordinators: CoordinatorStatus['state'][],
][] = [
  ['was never started', 'off', 'off', null, [], []],
  ['failed while mining', 'failed', 'failed', GPU, ['ready'], ['connected']],
  ['hands back its tasks', 'stopping', 'stopping', GPU, ['ready'], ['connected']],
  ['has no GPU yet', 'checking', 'running', null, ['waiting'], []],
  ['has no files yet', 'loading', 'running', GPU, ['waiting', 'waiting'], []],
  ['downloads', 'loading', 'running', GPU, ['downloading', 'waiting'], []],
  ['verifies', 'loading', 'running', GPU, ['verifying'], []],
  ['compiles', 'loading', 'running', GPU, ['compiling'], []],
  ['proves its first model', 'proving', 'running', GPU, ['proving', 'downloading'], []],
  ['goes on to the next model after a refusal', 'loading', 'running', GPU, ['refused', 'downloading'], []],
  ['has a model and no coordinator', 'connecting', 'running', GPU, ['ready'], []],
  ['dials its coordinators', 'connecting', 'running', GPU, ['ready'], ['connecting', 'away', 'refused']],
  ['left its only coordinator', 'connecting', 'running', GPU, ['ready'], ['left']],
  ['is connected', 'mining', 'running', GPU, ['ready'], ['away', 'connected']],
  ['works while another model loads', 'mining', 'running', GPU, ['ready', 'proving'], ['connected']],
  ['gets a model ready again after a loss', 'loading', 'running', GPU, ['waiting'], ['connected']],
];

it.each(cases)('a miner that %s is %s', (_, phase, lifecycle, gpu, models, coordinators) => {
  const facts = {
    lifecycle,
    gpu,
    models: modelsIn(...models),
    coordinators: coordinatorsIn(...coordinators),
  };
  expect(phaseOf(facts)).toBe(phase);
});
