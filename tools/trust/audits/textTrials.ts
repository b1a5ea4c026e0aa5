import { distanceOf } from '#inference/audit/auditMeasure.ts';
import { auditText } from '#inference/audit/text/textAudit.ts';
import { precisionOf } from '#inference/bounds/bounds.ts';
import { generateText } from '#inference/text/textGeneration.ts';
import type { BackEnd } from '#tools/trust/audits/backEnds.ts';
import { HonestResults } from '#tools/trust/audits/honestResults.ts';
import type { Pairing } from '#tools/trust/audits/imageTrials.ts';
import type { TextArm } from '#tools/trust/audits/textArm.ts';
import type { TextAttack } from '#tools/trust/audits/textAttacks.ts';
import type { TextClaim } from '#tools/trust/audits/textTask.ts';
import { THIS_MACHINE } from '#tools/trust/audits/thisMachine.ts';
import { processorTimed, short, shortMeasures, type Trial } from '#tools/trust/audits/trial.ts';

/** A model, and its honest answers. */
export interface TextStage {
  readonly arm: TextArm;
  readonly results: HonestResults<TextClaim>;
}

export const textStage = (arm: TextArm): TextStage => {
  const make = async (made: BackEnd, index: number) =>
    (await generateText(arm.models[made], arm.requestOf(index))).result;
  return { arm, results: new HonestResults(make) };
};

/**
 * Writes a text, forges it and audits it.
 * @returns undefined where the attack does not apply
 */
export async function tryText(
  { arm, results }: TextStage,
  attack: TextAttack,
  index: number,
  { made, audited }: Pairing,
): Promise<Trial | undefined> {
  const model = arm.models[made];
  const request = arm.requestOf(index);
  const { value: honest, ms: taskMs } = await results.of(made, index);
  const claim = await attack.forge({ arm, model, request, honest, index });
  if (!claim) return undefined;
  const audit = () => auditText(arm.models[audited], request, { result: claim, parts: undefined });
  const { value: measure, ms: auditMs } = await processorTimed(audit);
  const distance = distanceOf(measure);
  return {
    ...{ name: attack.name, kind: attack.kind, model: arm.name, precision: precisionOf(model.manifest) },
    ...{ made, audited, ...THIS_MACHINE, index },
    measures: shortMeasures(measure),
    distance: Number.isFinite(distance) ? short(distance) : null,
    auditMs: short(auditMs),
    taskMs: short(taskMs),
    effect: short(shareOfOthers(claim, honest)),
  };
}

/** The share of tokens that are not the honest answer's. */
function shareOfOthers({ tokens }: TextClaim, honest: TextClaim): number {
  const length = Math.max(tokens.length, honest.tokens.length);
  const others = Array.from({ length }, (_, at) => tokens[at] !== honest.tokens[at]).filter(Boolean).length;
  return others / Math.max(1, length);
}
