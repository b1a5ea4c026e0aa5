import { latentBytes, latentOf } from '#inference/diffusion/trace/latentBytes.ts';

/** The numbers of a latent in 32 bits. */
export const floatsOf = (part: Uint8Array) => latentOf(part, part.length / 4)!;

/** A trace with another part at one place. */
export const replaced = (trace: readonly Uint8Array[], index: number, part: Uint8Array) =>
  trace.map((old, at) => (at === index ? part : old));

/** Latents on the straight ways between some, so many steps each. */
export function interpolated(latents: readonly Uint8Array[], stepsEach: number): Uint8Array[] {
  const ways = latents.slice(1).flatMap((part, at) => {
    const [from, to] = [floatsOf(latents[at]!), floatsOf(part)];
    return Array.from({ length: stepsEach }, (_, step) => {
      const way = (step + 1) / stepsEach;
      return latentBytes(from.map((x, i) => x + (to[i]! - x) * way));
    });
  });
  return [latents[0]!, ...ways];
}
