import { partsOfSteps } from '#inference/audit/auditedSteps.ts';
import { distanceOf } from '#inference/audit/auditMeasure.ts';
import { auditImage } from '#inference/audit/imageAudit.ts';
import { pictureDistance } from '#inference/audit/pictureDistance.ts';
import { precisionOf } from '#inference/bounds/bounds.ts';
import { generateImage } from '#inference/diffusion/imageGeneration.ts';
import type { BackEnd } from '#tools/trust/audits/backEnds.ts';
import { HonestResults } from '#tools/trust/audits/honestResults.ts';
import type { ImageArm } from '#tools/trust/audits/imageArm.ts';
import {
  claimOf,
  type ImageAttack,
  type ImageClaim,
  stepsOfTrial,
} from '#tools/trust/audits/imageAttacks.ts';
import { THIS_MACHINE } from '#tools/trust/audits/thisMachine.ts';
import { processorTimed, short, shortMeasures, type Trial } from '#tools/trust/audits/trial.ts';

/** Who makes a result and who audits it. */
export interface Pairing {
  readonly made: BackEnd;
  readonly audited: BackEnd;
}

/** A model, and its honest images. */
export interface ImageStage {
  readonly arm: ImageArm;
  readonly results: HonestResults<ImageClaim>;
}

export const imageStage = (arm: ImageArm): ImageStage => {
  const make = async (made: BackEnd, index: number) =>
    claimOf(await generateImage(arm.models[made], arm.settingsOf(index)));
  return { arm, results: new HonestResults(make) };
};

/**
 * Makes an image, forges it and audits it, with the parts of the trace that an audit asks for.
 * @returns undefined where the attack does not apply
 */
export async function tryImage(
  { arm, results }: ImageStage,
  attack: ImageAttack,
  index: number,
  { made, audited }: Pairing,
): Promise<Trial | undefined> {
  const model = arm.models[made];
  const settings = arm.settingsOf(index);
  const { value: honest, ms: taskMs } = await results.of(made, index);
  const claim = await attack.forge({ arm, model, settings, honest, index });
  if (!claim) return undefined;
  const audit = (by: BackEnd, { png, trace }: ImageClaim) => {
    const wanted = partsOfSteps(stepsOfTrial(settings.steps, index), settings.steps);
    const parts = new Map(wanted.map((part) => [part, trace[part]!]));
    return auditImage(arm.models[by], settings, { png, parts });
  };
  const { value: measure, ms: auditMs } = await processorTimed(() => audit(audited, claim));
  const distance = distanceOf(measure);
  return {
    ...{ name: attack.name, kind: attack.kind, model: arm.name, precision: precisionOf(model.manifest) },
    ...{ made, audited, ...THIS_MACHINE, index },
    measures: shortMeasures(measure),
    distance: Number.isFinite(distance) ? short(distance) : null,
    auditMs: short(auditMs),
    taskMs: short(taskMs),
    effect: short(pictureDistance(claim.pixels, honest.pixels).mean),
  };
}
