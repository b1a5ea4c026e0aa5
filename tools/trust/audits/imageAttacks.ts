import { auditedSteps } from '#inference/audit/auditedSteps.ts';
import { BOUNDS, precisionOf } from '#inference/bounds/bounds.ts';
import { type GeneratedImage, generateImage, type ImageModel } from '#inference/diffusion/imageGeneration.ts';
import type { ImageSettings } from '#inference/diffusion/settings/imageSettings.ts';
import { latentBytes } from '#inference/diffusion/trace/latentBytes.ts';
import { toPixels } from '#inference/png/pictureFile.ts';
import { encodePng } from '#inference/png/pngEncoder.ts';
import { floatsOf, interpolated, replaced } from '#tools/trust/audits/forgedTrace.ts';
import type { ImageArm } from '#tools/trust/audits/imageArm.ts';
import { type Attack, randomAt } from '#tools/trust/audits/trial.ts';

/** What a miner reports: a picture, and the trace that it signs. */
export interface ImageClaim {
  readonly png: Uint8Array;
  readonly pixels: Uint8Array;
  readonly trace: readonly Uint8Array[];
}

/** A task, and its honest result. */
export interface ImageTask {
  readonly arm: ImageArm;
  readonly model: ImageModel;
  readonly settings: ImageSettings;
  readonly honest: ImageClaim;
  readonly index: number;
}

export interface ImageAttack extends Attack {
  /** @returns undefined where the model has nothing to cheat with */
  forge(task: ImageTask): Promise<ImageClaim | undefined>;
}

export const claimOf = ({ result, pixels, trace }: GeneratedImage): ImageClaim => ({
  png: result.png,
  pixels,
  trace,
});

const draw = async ({ model, settings }: ImageTask, change: Partial<ImageSettings>) =>
  claimOf(await generateImage(model, { ...settings, ...change }));
const claimed = (data: Uint8Array, { settings }: ImageTask, trace: readonly Uint8Array[]): ImageClaim => ({
  png: encodePng({ width: settings.width, height: settings.height, data }, {}),
  pixels: data,
  trace,
});
const drawn =
  (change: (task: ImageTask) => Partial<ImageSettings> | undefined) => async (task: ImageTask) => {
    const changed = change(task);
    return changed && draw(task, changed);
  };

/** Moves the latent after a random step by a share of what the step changes, in a random direction. */
function moved({ honest: { trace }, index }: ImageTask, step: number, share: number): Uint8Array {
  const [before, after] = [floatsOf(trace[step - 1]!), floatsOf(trace[step]!)];
  const random = randomAt(index, 7);
  const direction = after.map(() => random() - 0.5);
  const length = (values: Float32Array) => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));
  const change = length(after.map((x, i) => x - before[i]!));
  const scale = (share * change) / length(direction);
  return latentBytes(after.map((x, i) => x + scale * direction[i]!));
}

/** Where a miner fakes one step: any but the first, which is always audited. */
const anyStep = ({ settings: { steps }, index }: ImageTask) =>
  2 + Math.floor(randomAt(index, 8)() * (steps - 1));

/** An honest image, and what miners may send instead. */
export const IMAGE_ATTACKS: readonly ImageAttack[] = [
  { name: 'honest', kind: 'honest', forge: async ({ honest }) => honest },
  ...(['weights in 8 bits', 'weights in 4 bits'] as const).map(
    (name): ImageAttack => ({
      ...{ name, kind: 'whole' },
      forge: async ({ arm, settings }) => {
        const coarse = arm.coarse[name];
        return coarse && claimOf(await generateImage(coarse, settings));
      },
    }),
  ),
  {
    ...{ name: 'half of the steps, straight lines between', kind: 'whole' },
    forge: async (task) => {
      const half = await draw(task, { steps: task.settings.steps / 2 });
      return { ...half, trace: interpolated(half.trace, 2) };
    },
  },
  {
    ...{ name: 'guidance 1, at half the cost', kind: 'whole' },
    forge: drawn(({ settings: { guidance } }) => (guidance === 1 ? undefined : { guidance: 1 })),
  },
  {
    ...{ name: 'guidance lower by a tenth', kind: 'whole' },
    forge: drawn(({ settings: { guidance } }) => (guidance === 1 ? undefined : { guidance: 0.9 * guidance })),
  },
  { ...{ name: 'ignored prompt', kind: 'whole' }, forge: drawn(() => ({ prompt: '' })) },
  {
    ...{ name: 'shortened prompt', kind: 'whole' },
    forge: drawn(({ arm, settings: { prompt } }) => ({ prompt: arm.prompts.shorten(prompt) })),
  },
  {
    ...{ name: 'copied picture of another prompt, with its trace', kind: 'whole' },
    forge: drawn(({ arm }) => ({ prompt: arm.prompts.other, seed: 1 })),
  },
  {
    ...{ name: 'wrong seed', kind: 'whole' },
    forge: drawn(({ settings: { seed } }) => ({ seed: seed + 1 })),
  },
  {
    ...{ name: 'wrong seed behind the right noise', kind: 'whole' },
    forge: async (task) => {
      const other = await draw(task, { seed: task.settings.seed + 1 });
      return { ...other, trace: replaced(other.trace, 0, task.honest.trace[0]!) };
    },
  },
  {
    ...{ name: 'wrong first latent alone', kind: 'whole' },
    forge: async ({ honest }) => {
      const first = floatsOf(honest.trace[0]!);
      return { ...honest, trace: replaced(honest.trace, 0, latentBytes(first.map((x) => 1.01 * x))) };
    },
  },
  {
    ...{ name: 'copied picture, latents interpolated from the noise', kind: 'whole' },
    forge: async (task) => {
      const other = await draw(task, { seed: task.settings.seed + 1 });
      const ends = [task.honest.trace[0]!, other.trace.at(-1)!];
      return { ...other, trace: interpolated(ends, task.settings.steps) };
    },
  },
  {
    ...{ name: 'random noise for a picture', kind: 'whole' },
    forge: async (task) => {
      const random = randomAt(task.index, 9);
      return claimed(
        task.honest.pixels.map(() => 256 * random()),
        task,
        task.honest.trace,
      );
    },
  },
  {
    ...{ name: 'blank picture', kind: 'whole' },
    forge: async (task) =>
      claimed(
        task.honest.pixels.map(() => 255),
        task,
        task.honest.trace,
      ),
  },
  {
    ...{ name: 'one step changed by a tenth of it', kind: 'part' },
    forge: async (task) => {
      const step = anyStep(task);
      return { ...task.honest, trace: replaced(task.honest.trace, step, moved(task, step, 0.1)) };
    },
  },
  {
    ...{ name: 'trace kept from another seed, joined at one step', kind: 'part' },
    forge: async (task) => {
      const other = await draw(task, { seed: task.settings.seed + 1 });
      const step = anyStep(task);
      return { ...other, trace: [...task.honest.trace.slice(0, step), ...other.trace.slice(step)] };
    },
  },
  {
    ...{ name: 'just inside the bounds', kind: 'inside' },
    forge: async (task) => {
      const { model, settings, honest } = task;
      const { session, manifest } = model;
      const last = moved(task, settings.steps, 0.95 * BOUNDS.image[precisionOf(manifest)].step);
      const dims = [
        1,
        manifest.latent.channels,
        ...[settings.height, settings.width].map((side) => side / manifest.latent.scale),
      ];
      const picture = await session.decode({ data: floatsOf(last), dims });
      const { data } = toPixels(picture, manifest.decoder.range);
      return claimed(data, task, replaced(honest.trace, settings.steps, last));
    },
  },
];

/** The steps that an audit of this trial takes again. */
export const stepsOfTrial = (steps: number, index: number): number[] =>
  auditedSteps(steps, randomAt(index, 10));
