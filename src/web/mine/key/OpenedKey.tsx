import { type Address, isAddressEqual } from 'viem';
import { t } from '#web/language/translate.ts';
import { LossGuard, type useLossGuard } from '#web/mine/key/LossGuard.tsx';

interface OpenedKeyProps {
  /** The key that the file holds. */
  opened: Address;
  /** The key in use; undefined where it cannot be read. */
  operator: Address | undefined;
  /** The node that the key in use serves, if any. */
  serves: string | undefined;
  guard: ReturnType<typeof useLossGuard>;
}

export const isKeyInUse = (opened: Address, operator: Address | undefined): boolean =>
  operator !== undefined && isAddressEqual(opened, operator);

/** Whose key a backup holds, and what happens to the key in use when it takes its place. */
export function OpenedKey({ opened, operator, serves, guard }: OpenedKeyProps) {
  return (
    <>
      <p className="wrap" role="status">
        {t('mine.openedKey.theFileHolds')} <code>{opened}</code>
      </p>
      {isKeyInUse(opened, operator) ? (
        <p>{t('mine.openedKey.itIsTheKey')}</p>
      ) : (
        <>
          <p className="warn wrap">
            {operator === undefined
              ? t('mine.openedKey.itReplacesUnread')
              : t('mine.openedKey.itIsAnother', { operator })}
          </p>
          {serves !== undefined && (
            <p className="warn">{t('mine.importForm.thisBrowsersKeyServes', { serves })}</p>
          )}
          <LossGuard guard={guard} to={t('mine.importForm.importAnotherKeyWithout')} />
        </>
      )}
    </>
  );
}
