import { useId, useState } from 'react';
import { onDemand } from '#web/design/onDemand.tsx';
import { t } from '#web/language/translate.ts';

const MenuContent = onDemand(async () => (await import('#web/menu/MenuContent.tsx')).MenuContent);

/**
 * What is the reader's own, under the wallet. The browser opens and closes it, by keyboard too, and gives the
 * focus back to the button.
 */
export function AccountMenu() {
  const id = useId();
  const [wasOpened, setWasOpened] = useState(false);
  return (
    <>
      <button
        type="button"
        className="menu-button"
        popoverTarget={id}
        aria-label={t('shell.accountMenu.menu')}
      >
        <svg className="nav-icon" viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
          <path d="M4 7h16M4 12h16M4 17h16" />
        </svg>
      </button>
      <div id={id} popover="auto" className="menu" onToggle={() => setWasOpened(true)}>
        {wasOpened && <MenuContent />}
      </div>
    </>
  );
}
