import { useEffect, useState } from 'react';
import { fitPicture, PictureError, type PictureSize } from '#web/create/startPicture/fitPicture.ts';
import { t } from '#web/language/translate.ts';

export interface FittedPicture {
  /** The PNG, once it is made. */
  png: Blob | undefined;
  /** A sentence on why there is none. */
  problem: string | null;
}

const NOTHING_YET: FittedPicture = { png: undefined, problem: null };

/** A chosen file in a model's size, made again when either changes. */
export function useFittedPicture(file: Blob | null, size: PictureSize | null): FittedPicture {
  const [fitted, setFitted] = useState(NOTHING_YET);
  const { width, height } = size ?? { width: 0, height: 0 };
  useEffect(() => {
    setFitted(NOTHING_YET);
    if (file === null || width === 0 || height === 0) return;
    let current = true;
    const show = (next: FittedPicture) => {
      if (current) setFitted(next);
    };
    fitPicture(file, { width, height }).then(
      (png) => show({ png, problem: null }),
      (error: unknown) => {
        const sentence =
          error instanceof PictureError ? error.message : t('create.useFittedPicture.thePictureCouldNot');
        show({ png: undefined, problem: sentence });
      },
    );
    return () => {
      current = false;
    };
  }, [file, width, height]);
  return fitted;
}
