import type { Manifest } from '#inference/manifest/manifest.ts';
import { manifestHash } from '#inference/manifest/manifestHash.ts';
import { imageRequestOf } from '#inference/manifest/orderedRequest.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';
import { STORY_PROMPTS, storyRequest } from '#tools/models/stories15m/storyPrompts.ts';
import { iconPrompt, pick } from '#tools/trust/audits/iconPrompt.ts';

/** Every second image takes more than its model's default: some steps of a long schedule come out worse. */
const MANY_STEPS = 20;
const SALT = `0x${'0'.repeat(32)}` as const;

/**
 * A task of a shipped model; each index gives another one.
 * @example orderOf(manifest, 3);
 */
export function orderOf(manifest: Manifest, index: number): TaskRequest {
  if (manifest.kind === 'text') {
    return storyRequest(pick(STORY_PROMPTS, index), {
      ...{ model: manifest.id, manifest: manifestHash(manifest), maxTokens: 48, seed: 5_000 + index },
      ...(index % 2 === 0 ? { temperature: 0.8, topP: 0.9 } : {}),
    });
  }
  const prompt = iconPrompt(index);
  return imageRequestOf(manifest, {
    ...{ prompt, negativePrompt: undefined, width: 128, height: 128, seed: 5_000 + index, salt: SALT },
    ...{ steps: index % 2 === 1 ? MANY_STEPS : undefined, guidance: undefined, previews: undefined },
  });
}
