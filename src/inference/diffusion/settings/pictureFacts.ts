import type { ImageSettings } from '#inference/diffusion/settings/imageSettings.ts';

/**
 * The PNG text chunks of a picture. They follow from the task alone, because the result's hash covers the
 * file. The prompt is left out: people pass pictures on without meaning to share their prompt. The task's
 * hash leads from a file to its receipt.
 * @example pictureFacts('icons128', settings, taskId)['Seed']; // '7'
 */
export function pictureFacts(
  model: string,
  { width, height, seed, steps, guidance, init }: ImageSettings,
  taskId: string | undefined,
): Record<string, string> {
  return {
    Software: 'Cuckoo browser network',
    Model: model,
    Size: `${width}x${height}`,
    Seed: String(seed),
    Steps: String(steps),
    Guidance: String(guidance),
    ...(init && { Strength: String(init.strength) }),
    ...(taskId !== undefined && { Task: taskId }),
  };
}
