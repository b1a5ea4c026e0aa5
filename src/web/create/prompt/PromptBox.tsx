import { useId, useRef, useState } from 'react';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import { type Field, Lines, Words } from '#web/create/prompt/PromptField.tsx';
import { completionsOf, misunderstanding, type PromptLanguage } from '#web/create/prompt/promptHelp.ts';
import { t } from '#web/language/translate.ts';

interface PromptBoxProps {
  prompt: string;
  onPrompt: (prompt: string) => void;
  placeholder: string;
  /**
   * For a model with a small vocabulary: its words are suggested, and unknown ones named. Undefined while it
   * may still come: its place is kept.
   */
  language: PromptLanguage | null | undefined;
  onSubmit: (event: React.FormEvent) => void;
}

/**
 * The prompt, and below it a list of completions: chosen with the arrow keys and Enter, or by touch.
 */
export function PromptBox({ prompt, onPrompt, placeholder, language, onSubmit }: PromptBoxProps) {
  const id = useId();
  const box = useRef<Field>(null);
  const wasFocused = useRef(false);
  const [active, setActive] = useState(-1);
  const offered = !language ? [] : completionsOf(prompt, language);
  const problem = !language ? null : misunderstanding(prompt, language);
  const chosen = offered[active];

  function change(next: string): void {
    setActive(-1);
    onPrompt(next);
  }

  function take(next: string): void {
    change(next);
    box.current?.focus();
  }

  function pressed(event: React.KeyboardEvent<Field>): void {
    // Enter and arrow keys that belong to an input method do not act on the list.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
      onSubmit(event);
      return;
    }
    if (offered.length === 0) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' && active >= 0 ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setActive(Math.max(-1, Math.min(offered.length - 1, active + step)));
    } else if (event.key === 'Escape') {
      setActive(-1);
    } else if (chosen !== undefined && (event.key === 'Enter' || event.key === 'Tab')) {
      event.preventDefault();
      take(chosen.prompt);
    }
  }

  const field = {
    ...{ box, wasFocused, placeholder },
    id: `${id}-prompt`,
    maxLength: TASK_LIMIT.promptCharacters,
    value: prompt,
    'aria-describedby': `${id}-problem`,
    onChange: (event: React.ChangeEvent<Field>) => change(event.target.value),
    onKeyDown: pressed,
  };
  return (
    <div className="field">
      <label htmlFor={`${id}-prompt`}>{t('create.promptBox.prompt')}</label>
      {language === null ? (
        <Lines {...field} />
      ) : (
        <Words
          {...field}
          list={{ id: `${id}-list`, isShown: offered.length > 0 }}
          active={chosen === undefined ? undefined : `${id}-${active}`}
        />
      )}
      <p id={`${id}-problem`} className="warn prompt-problem" role="status">
        {problem}
      </p>
      {language === undefined && <div className="completions" />}
      {language && offered.length === 0 && (
        <p className="completions muted">{problem === null && t('create.promptBox.theseWordsAreEnough')}</p>
      )}
      {offered.length > 0 && (
        <div
          id={`${id}-list`}
          className="completions"
          role="listbox"
          aria-label={t('create.promptBox.wordsItKnows')}
        >
          {offered.map(({ phrase, prompt: completed }, i) => (
            <div
              key={phrase}
              id={`${id}-${i}`}
              role="option"
              aria-selected={i === active}
              className="chip"
              // Keeps the focus in the box, and a phone's keyboard open.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(completed)}
            >
              {phrase}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
