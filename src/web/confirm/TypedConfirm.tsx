import { useId, useState } from 'react';
import { useKeptFocus } from '#web/action/keptFocus.ts';
import { t } from '#web/language/translate.ts';

/** A word that has to be typed before something is lost for good. */
export function useTypedWord(word: string) {
  const [text, setText] = useState('');
  const typed = isTyped(text, word);
  const missing = typed ? undefined : t('staking.typedConfirm.typeItFirst', { word });
  return { word, text, setText, typed, missing };
}

/** Capitals and spaces around do not matter. */
export const isTyped = (text: string, word: string): boolean =>
  text.trim().toLowerCase() === word.toLowerCase();

interface TypedConfirmProps {
  confirm: ReturnType<typeof useTypedWord>;
  /** What happens then: “retire node 3”. */
  to: string;
  readOnly?: boolean;
}

export function TypedConfirm({ confirm, to, readOnly = false }: TypedConfirmProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t('staking.typedConfirm.typeWordToTo', { word: confirm.word, to })}</label>
      <input
        id={id}
        ref={useKeptFocus<HTMLInputElement>()}
        type="text"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={confirm.text}
        readOnly={readOnly}
        onChange={(event) => confirm.setText(event.target.value)}
      />
    </div>
  );
}
