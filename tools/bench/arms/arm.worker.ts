import type { Arm } from '#tools/bench/arms/armProtocol.ts';
import { installMinerDevices } from '#tools/bench/arms/minerDevices.ts';

declare global {
  /** What this worker measures, once it is ready. */
  var arm: Promise<Arm>;
}

const query = new URLSearchParams(location.search);
const modelUrl = new URL(query.get('model')!, location.href).href;

async function open(): Promise<Arm> {
  switch (query.get('arm')) {
    case 'engine':
      return (await import('#tools/bench/arms/engineArm.ts')).openEngineArm(modelUrl);
    case 'bare':
      return (await import('#tools/bench/arms/bareArm.ts')).openBareArm(modelUrl);
    case 'transformers':
      // The other arms use the miner's runtime. Without its workarounds some adapters are fast and wrong.
      installMinerDevices();
      return (await import('#tools/bench/arms/transformers/transformersArm.ts')).openTransformersArm(
        modelUrl,
      );
    default:
      throw new RangeError(`There is no arm named ${query.get('arm')}.`);
  }
}

globalThis.arm = open();
postMessage('ready');
