import type { ImageReference, References } from '#inference/conformance/referenceTask.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/diffusionManifest.ts';

type Settings = ImageReference['settings'];

/** What a model without a vocabulary of its own is tested with beside its first input. */
export const IMAGE_PROMPTS: readonly string[] = [
  '',
  'a blue bird',
  'an old lighthouse on a cliff above the sea at night, in heavy rain, with a bright beam of light',
  'portrait of a smiling woman with a straw hat, oil on canvas',
  'two black cats',
  'a bowl of soup, seen from above, on a chequered tablecloth',
  'snow',
];

/**
 * The test inputs of an image model: the first as it is given, then each prompt with a seed of its own, in
 * one or two steps; with and without guidance and in another size where the model has them.
 * @param prompts short, long and unlike each other
 */
export function imageInputsOf(
  { defaults, limits, latent }: Pick<LatentDiffusionManifest, 'defaults' | 'limits' | 'latent'>,
  first: Settings,
  prompts: readonly string[],
): References<Settings> {
  const { width, height } = defaults;
  // Never larger: a test must not need more memory than the model's tasks do.
  const half = width / 2;
  const halves = half >= limits.minSide && half % latent.scale === 0;
  // The first ones are all that a slow GPU runs before it works: they are the cheapest.
  const steps = (at: number) => Math.min(at > 1 && at % 2 === 1 ? 2 : 1, limits.maxSteps);
  const others = prompts.map(
    (prompt, at): Settings => ({
      ...{ prompt, negativePrompt: '', seed: 2 ** at * 1_000 + at },
      ...{ width: halves && at === 1 ? half : width, height, steps: steps(at) },
      guidance: at % 3 === 2 ? 1 : defaults.guidance,
    }),
  );
  return [first, ...others];
}
