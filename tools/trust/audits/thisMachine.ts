import { installedEngine } from '#tools/trust/audits/installedEngine.ts';
import type { Trial } from '#tools/trust/audits/trial.ts';

/** What results that are made here are measured with. */
export const THIS_MACHINE: Pick<Trial, 'architecture' | 'engine'> = {
  architecture: process.arch,
  engine: installedEngine(),
};
