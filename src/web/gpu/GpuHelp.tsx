import type { GpuFinding } from '#web/gpu/gpuFinding.ts';
import { rich, t } from '#web/language/translate.ts';

const SHORT = {
  found: 'gpu.gpuHelp.thisBrowserUsesA',
  'no-webgpu': 'gpu.gpuHelp.noWebgpu',
  'no-adapter': 'gpu.gpuHelp.noGpu',
} as const;

/** What is wrong without a GPU, or with a software GPU, in a sentence; what to do about it is folded. */
export function GpuHelp({ gpu, onLookAgain }: { gpu: GpuFinding | undefined; onLookAgain: () => void }) {
  if (gpu === undefined || (gpu.state === 'found' && !gpu.fallback)) return null;
  return (
    <div className="step-body hint">
      <p>{t(SHORT[gpu.state])}</p>
      <details>
        <summary>{t('gpu.gpuHelp.whatYouCanDo')}</summary>
        <p>
          {gpu.state === 'no-webgpu'
            ? t('gpu.gpuHelp.thisNeedsWebgpuChrome')
            : rich('gpu.gpuHelp.checkThatHardwareAcceleration', { code: (part) => <code>{part}</code> })}
        </p>
        <p>
          <a href="https://caniuse.com/webgpu" target="_blank" rel="noreferrer">
            {t('gpu.gpuHelp.whichBrowsersHaveWebgpu')}
          </a>
          {' · '}
          <a href="https://webgpureport.org" target="_blank" rel="noreferrer">
            {t('gpu.gpuHelp.whatThisBrowserOffers')}
          </a>
        </p>
      </details>
      {gpu.state === 'no-adapter' && (
        <button type="button" className="button small" onClick={onLookAgain}>
          {t('gpu.gpuHelp.lookAgain')}
        </button>
      )}
    </div>
  );
}
