import type { GpuErrorCode } from '#miner/gpu/gpuError.ts';
import type { Judgement } from '#miner/jury/judging/judgement.ts';
import { formatBytes } from '#miner/models/byteSize.ts';
import { CodedError } from '#protocol/codedError.ts';
import { RefusalError } from '#protocol/refusal.ts';
import { ApiFailure } from '#web/coordinator/apiFailure.ts';
import type { PreparedRerun } from '#web/create/rerun/browserRerun.ts';
import type { RerunProgress } from '#web/create/rerun/gpuRerun.ts';
import type { RerunErrorCode } from '#web/create/rerun/rerunError.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import { formatFraction } from '#web/money/amount.ts';
import { formatElapsed } from '#web/time/moment.ts';

const OBSTACLES: Record<RerunErrorCode, MessageKey> = {
  UNSEEN: 'create.rerun.unseen',
  NOT_KEPT: 'create.rerun.notKept',
  PICTURE_LOST: 'create.rerun.pictureLost',
  SALT_UNKNOWN: 'create.rerun.saltUnknown',
  NO_SOURCE: 'create.rerun.noSource',
  MODEL_UNKNOWN: 'create.rerun.modelUnknown',
  OTHER_TASK: 'create.rerun.otherTask',
  MINING: 'create.rerun.mining',
  RUNNING: 'create.rerun.running',
  CHANGED_PICTURE: 'create.rerun.changedPicture',
  NOT_SIGNED: 'create.rerun.notSigned',
  OTHER_RESULT: 'create.rerun.otherResult',
  OTHER_TEXT: 'create.rerun.otherText',
};

/** Why a result is not run again, before anything is tried. */
export const obstacleSentence = (code: RerunErrorCode): string => t(OBSTACLES[code]);

const GPU_FAILURES: Partial<Record<GpuErrorCode, MessageKey>> = {
  UNKNOWN_MODEL: 'create.rerun.modelUnknown',
  BAD_MANIFEST: 'create.rerun.modelUnknown',
  DOWNLOAD_FAILED: 'create.rerun.downloadFailed',
  CHECKSUM_MISMATCH: 'create.rerun.downloadFailed',
  IN_USE: 'create.rerun.downloadFailed',
  NO_SPACE: 'create.rerun.noSpace',
  NO_STORE: 'create.rerun.noSpace',
  NO_WEBGPU: 'create.rerun.gpuUnfit',
  NO_ADAPTER: 'create.rerun.gpuUnfit',
  GPU_UNFIT: 'create.rerun.gpuUnfit',
  BAD_GRAPH: 'create.rerun.gpuUnfit',
  SESSION_FAILED: 'create.rerun.gpuUnfit',
  CONFORMANCE_FAILED: 'create.rerun.wrongNumbers',
  OUT_OF_MEMORY: 'create.rerun.outOfMemory',
};

/** What kept a result from being judged. None of it speaks against the result unless it says so. */
export function failureSentence(error: unknown): string {
  if (error instanceof ApiFailure) return error.message;
  // A failure in the middle of an audit has the GPU's code in its detail.
  const code = error instanceof RefusalError ? error.detail : error instanceof CodedError ? error.code : '';
  const key =
    OBSTACLES[code as RerunErrorCode] ?? GPU_FAILURES[code as GpuErrorCode] ?? 'create.rerun.gpuFailed';
  return t(key);
}

/** What it will take. */
export function costSentence({ name, missingBytes }: PreparedRerun, minerSeconds: number): string {
  const download =
    missingBytes === 0
      ? t('create.rerun.modelIsHere', { name })
      : t('create.rerun.modelIsDownloaded', { name, bytes: formatBytes(missingBytes) });
  return `${download} ${t('create.rerun.roughTime', { time: formatElapsed(minerSeconds) })}`;
}

/** Where it stands. */
export function progressSentence(progress: RerunProgress | undefined, kind: SavedResult['kind']): string {
  const { stage = 'start', done = 0, total = 0 } = progress ?? {};
  switch (stage) {
    case 'start':
      return t('create.rerun.starting');
    case 'download':
      return t('create.rerun.downloading', { done: formatBytes(done), total: formatBytes(total) });
    case 'verify':
      return t('create.rerun.checkingFiles');
    case 'compile':
      return t('create.rerun.loading');
    case 'reference':
      return t('create.rerun.proving');
    case 'measure':
      if (total > 0) return t('create.rerun.step', { done, total });
      return kind === 'image' ? t('create.rerun.drawing') : t('create.rerun.reading');
  }
}

const MILLION = 1_000_000;
/** From here on a distance is not told as a number: the two have nothing in common. */
const COUNTLESS = 1e9;

/** What the GPU found. */
export function judgementSentence({ finding, distance }: Judgement, kind: SavedResult['kind']): string {
  const share = Number(distance) / MILLION;
  if (finding === 'right') {
    const values = { distance: formatFraction(share) };
    return kind === 'image' ? t('create.rerun.samePicture', values) : t('create.rerun.sameText', values);
  }
  const key = kind === 'image' ? 'create.rerun.otherPicture' : 'create.rerun.otherAnswer';
  const times =
    share < COUNTLESS
      ? t('create.rerun.times', { distance: String(Number(share.toPrecision(3))) })
      : t('create.rerun.countless');
  return `${t(key)} ${times} ${t('create.rerun.whatToDo')}`;
}
