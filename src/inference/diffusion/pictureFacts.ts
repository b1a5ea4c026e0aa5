import type { ImageSettings } from '#inference/diffusion/imageSettings.ts';

/**
 * What a picture's file says of itself, as PNG text. All of it follows from the task, since the result's hash
 * covers the file. The prompt is left out: a picture is passed on by people who would not pass that on. With
 * the task's hash whoever has the file finds the receipt.
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
