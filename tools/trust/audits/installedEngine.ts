import * as node from 'onnxruntime-node';
import * as web from 'onnxruntime-web/wasm';

/**
 * Version of ONNX Runtime that is installed: the one that tabs compute with, and the coordinator's.
 * @throws Error when they differ: a reference of one version would judge GPUs that run another
 */
export function installedEngine(): string {
  const [inTabs, inNode] = [web.env.versions.web, node.env.versions.node];
  if (inTabs === undefined || inTabs !== inNode)
    throw new Error(`onnxruntime-web is ${inTabs}, onnxruntime-node ${inNode}.`);
  return inTabs;
}
