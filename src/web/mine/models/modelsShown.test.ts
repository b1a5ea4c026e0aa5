import { expect, it } from 'vitest';
import { initialStatus, type ModelStatus, newModel } from '#miner/status/minerStatus.ts';
import { modelsShown } from '#web/mine/models/modelsShown.ts';

const model = (state: ModelStatus['state']): ModelStatus => ({
  ...newModel(state, state),
  state,
});
const models = [model('ready'), model('downloading'), model('refused')];

it.each([
  ['runs', 'running', ['ready', 'downloading', 'refused']],
  ['stops', 'stopping', ['refused']],
  ['has stopped', 'off', ['refused']],
  ['has failed', 'failed', ['refused']],
] as const)('the models of a miner that %s', (_, lifecycle, shown) => {
  expect(modelsShown({ ...initialStatus, lifecycle, models }).map(({ id }) => id)).toEqual(shown);
});
