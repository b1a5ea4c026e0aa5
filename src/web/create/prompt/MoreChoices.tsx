import { type ReactNode, useEffect, useState } from 'react';
import type { ApiModel } from '#protocol/messages/api.ts';
import { t } from '#web/language/translate.ts';

/** Where the form has a column of its own, so that nothing has to be folded (create.css). */
const WIDE = '(min-width: 861px)';

interface MoreChoicesProps {
  model: ApiModel | undefined;
  /** The coordinator does not answer. */
  away: boolean;
  /** Something in it was chosen elsewhere, such as a picture to start from, and is to be seen. */
  isNeeded: boolean;
  children: ReactNode;
}

/** What most leave as it is: on a phone it is folded, so that prompt, button and result share the screen. */
export function MoreChoices({ model, away, isNeeded, children }: MoreChoicesProps) {
  const [isOpen, setOpen] = useState(() => matchMedia(WIDE).matches);
  useEffect(() => {
    if (isNeeded) setOpen(true);
  }, [isNeeded]);
  return (
    <details
      className="more-choices"
      open={isOpen}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>
        {t('create.promptForm.more')}
        {model !== undefined && (
          <small className="muted">
            <bdi>{model.cuckoo.name}</bdi>
            {!away && ` · ${t('create.modelNote.minersOnline', { count: model.cuckoo.miners })}`}
          </small>
        )}
      </summary>
      <div className="more-choices-body">{children}</div>
    </details>
  );
}
