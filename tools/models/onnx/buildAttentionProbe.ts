/**
 * Builds `public/models/attention-probe.onnx`, which is committed:
 *   npx tsx tools/models/onnx/buildAttentionProbe.ts
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ATTENTION_PROBE_SIZES } from '#inference/conformance/attentionProbe.ts';
import { buildAttentionProbe } from '#tools/models/onnx/attentionProbeGraph.ts';
import { encodeOnnx } from '#tools/models/onnx/onnxFile.ts';
import { MODELS_FOLDER } from '#tools/models/publish/modelFolder.ts';

writeFileSync(
  join(MODELS_FOLDER, 'attention-probe.onnx'),
  encodeOnnx(buildAttentionProbe(ATTENTION_PROBE_SIZES)),
);
