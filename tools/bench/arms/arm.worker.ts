import { installShaderMend } from '#miner/gpu/shaderMends.ts';
import { mendDevices } from '#tools/bench/arms/mendedDevices.ts';
import type { Arm } from '#tools/bench/arms/armProtocol.ts';

declare global {
  /** What this worker measures, once it is ready. */
  var arm: Promise<Arm>;
}

// All arms compute with the same mends: without them some adapters are fast and wrong.
installShaderMend();
mendDevices();

const query = new URLSearchParams(location.search);
const modelUrl = new URL(query.get('model')!, location.href).href;

async function open(): Promise<Arm> {
  switch (query.get('arm')) {
    case 'engine':
      return (await import('#tools/bench/arms/engineArm.ts')).openEngineArm(modelUrl);
    case 'bare':
      return (await import('#tools/bench/arms/bareArm.ts')).openBareArm(modelUrl);
    case 'transformers':
      return (await import('#tools/bench/arms/transformers/transformersArm.ts')).openTransformersArm(
        modelUrl,
      );
    default:
      throw new RangeError(`no arm of the name ${query.get('arm')}`);
  }
}

globalThis.arm = open();
postMessage('ready');
