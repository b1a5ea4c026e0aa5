import { useState } from 'react';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { t } from '#web/language/translate.ts';
import { hasPictures, openPictureWindow } from '#web/mine/work/pictureWindow.ts';
import { useNetwork } from '#web/network/networkContext.ts';

/** Shows the miner in a small window above all others, where the browser has such windows. */
export function PictureButton() {
  const network = useNetwork();
  const [failed, setFailed] = useState(false);
  if (!hasPictures(window)) return null;

  async function open(): Promise<void> {
    setFailed(false);
    try {
      // The window first: a browser opens none once the click is long ago.
      const [opened, { showMiner }] = await Promise.all([
        openPictureWindow(window),
        import('#web/mine/work/MinerPicture.tsx'),
      ]);
      showMiner(opened, network);
    } catch (error) {
      console.debug('opening the small window', error);
      setFailed(true);
    }
  }

  return (
    <>
      <ActionButton onClick={() => void open()}>{t('mine.pictureButton.smallWindow')}</ActionButton>
      {failed && (
        <p className="warn" role="alert">
          {t('mine.pictureButton.didNotOpen')}
        </p>
      )}
    </>
  );
}
