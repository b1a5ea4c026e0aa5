import type { MessageKey } from '#web/language/messageKey.ts';

/** What the raw data's attacks are called on the page; tools/trust/audits has them. */
export const ATTACK_NAMES: Readonly<Record<string, MessageKey>> = {
  'weights in 8 bits': 'trust.attack.weights8',
  'weights in 4 bits': 'trust.attack.weights4',
  'half of the steps, straight lines between': 'trust.attack.halfSteps',
  'guidance 1, at half the cost': 'trust.attack.guidance1',
  'guidance lower by a tenth': 'trust.attack.guidanceTenth',
  'ignored prompt': 'trust.attack.ignoredPrompt',
  'shortened prompt': 'trust.attack.shortenedPrompt',
  'copied picture of another prompt, with its trace': 'trust.attack.copiedPicture',
  'wrong seed': 'trust.attack.wrongSeed',
  'wrong seed behind the right noise': 'trust.attack.wrongSeedBehind',
  'wrong first latent alone': 'trust.attack.wrongFirst',
  'copied picture, latents interpolated from the noise': 'trust.attack.interpolated',
  'random noise for a picture': 'trust.attack.noise',
  'blank picture': 'trust.attack.blank',
  'one step changed by a tenth of it': 'trust.attack.oneStep',
  'trace kept from another seed, joined at one step': 'trust.attack.joined',
  'just inside the bounds': 'trust.attack.inside',
  'a smaller model, with the task’s noise': 'trust.attack.smallerModel',
  'pre-fill: a smaller model’s likeliest tokens': 'trust.attack.prefillSmaller',
  'pre-fill: the model’s own likeliest tokens': 'trust.attack.prefillOwn',
  'copied answer to another prompt': 'trust.attack.copiedAnswer',
  'truncated answer': 'trust.attack.truncated',
  'random tokens': 'trust.attack.randomTokens',
  'five tokens of 100 changed': 'trust.attack.fiveTokens',
  'one token of 100 changed': 'trust.attack.oneToken',
};

export const MODEL_NAMES: Readonly<Record<string, MessageKey>> = {
  'icons128, 4 steps': 'trust.measuredModel.icons4',
  'icons128, 20 steps': 'trust.measuredModel.icons20',
  'random diffusion in float32, guidance 5, 8 steps': 'trust.measuredModel.random32',
  'random diffusion in float16, guidance 5, 8 steps': 'trust.measuredModel.random16',
  'stories15m (weights in 8 bits)': 'trust.measuredModel.stories8',
  'stories15m in float32': 'trust.measuredModel.stories32',
  'stories15m in float16': 'trust.measuredModel.stories16',
  'stories15m in float16 (weights in 4 bits)': 'trust.measuredModel.stories4',
};
