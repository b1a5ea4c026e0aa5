const TURNS = 16;

/**
 * Writes each turn's number into its place, if the variable is zero at the start of every turn, as WGSL says.
 */
const SHADER = `
@group(0) @binding(0) var<storage, read_write> out : array<u32>;
@compute @workgroup_size(1) fn main() {
  for (var turn = 0u; turn < ${TURNS}u; turn++) {
    var sum : u32;
    sum += turn;
    out[turn] = sum;
  }
}`;

/** How many turns of a loop found a variable that was not zero: 0 on a right back end. */
export async function countStaleLoopVariables(device: GPUDevice): Promise<number> {
  const bytes = TURNS * Uint32Array.BYTES_PER_ELEMENT;
  const module = device.createShaderModule({ code: SHADER });
  const pipeline = await device.createComputePipelineAsync({
    layout: 'auto',
    compute: { module, entryPoint: 'main' },
  });
  const output = device.createBuffer({
    size: bytes,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC,
  });
  const readable = device.createBuffer({
    size: bytes,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  try {
    const layout = pipeline.getBindGroupLayout(0);
    const bindGroup = device.createBindGroup({
      layout,
      entries: [{ binding: 0, resource: { buffer: output } }],
    });
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindGroup);
    pass.dispatchWorkgroups(1);
    pass.end();
    encoder.copyBufferToBuffer(output, 0, readable, 0, bytes);
    device.queue.submit([encoder.finish()]);
    await readable.mapAsync(GPUMapMode.READ);
    return new Uint32Array(readable.getMappedRange()).filter((value, turn) => value !== turn).length;
  } finally {
    output.destroy();
    readable.destroy();
  }
}
