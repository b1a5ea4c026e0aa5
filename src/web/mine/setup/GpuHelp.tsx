import type { GpuFinding } from '#web/mine/setup/gpuFinding.ts';

/** What to do without a GPU, or with a software GPU. */
export function GpuHelp({ gpu, onLookAgain }: { gpu: GpuFinding | undefined; onLookAgain: () => void }) {
  if (gpu === undefined || (gpu.state === 'found' && !gpu.fallback)) return null;
  return (
    <div className="step-body hint">
      {gpu.state === 'found' && <p>This browser uses a software GPU. A real one is many times faster.</p>}
      {gpu.state === 'no-webgpu' ? (
        <p>
          Mining needs WebGPU. Chrome and Edge have it from version 113, Firefox from 141 on Windows, Safari
          from 26. A page that is neither on https nor on localhost gets none.
        </p>
      ) : (
        <p>
          Check that hardware acceleration is on in the browser’s settings and that the graphics driver is up
          to date. After a driver crash, restart the browser. On Linux, Chrome and Edge use a GPU only with
          Vulkan: turn on “Vulkan” and “Unsafe WebGPU Support” in <code>chrome://flags</code>.
        </p>
      )}
      <p>
        <a href="https://caniuse.com/webgpu" target="_blank" rel="noreferrer">
          Which browsers have WebGPU
        </a>
        {' · '}
        <a href="https://webgpureport.org" target="_blank" rel="noreferrer">
          What this browser offers
        </a>
      </p>
      {gpu.state === 'no-adapter' && (
        <button type="button" className="button small" onClick={onLookAgain}>
          Look again
        </button>
      )}
    </div>
  );
}
