import { type RefObject, useLayoutEffect } from 'react';

export type Field = HTMLInputElement | HTMLTextAreaElement;

interface PromptFieldProps {
  box: RefObject<Field | null>;
  /** Whether the field had the focus when one of the other kind took its place. */
  wasFocused: RefObject<boolean>;
  id: string;
  maxLength: number;
  value: string;
  placeholder: string;
  /** Id of the sentence on what is wrong with the prompt. */
  'aria-describedby': string;
  onChange: (event: React.ChangeEvent<Field>) => void;
  onKeyDown: (event: React.KeyboardEvent<Field>) => void;
}

/** Which kind of field it is may change while somebody types, once the model's words are known. */
function useHandedFocus({ box, wasFocused }: Pick<PromptFieldProps, 'box' | 'wasFocused'>): void {
  useLayoutEffect(() => {
    const field = box.current;
    if (wasFocused.current) field?.focus({ preventScroll: true });
    return () => {
      wasFocused.current = document.activeElement === field;
    };
  }, [box, wasFocused]);
}

/** A prompt in sentences. */
export function Lines({ box, wasFocused, ...field }: PromptFieldProps) {
  useHandedFocus({ box, wasFocused });
  return <textarea ref={box as RefObject<HTMLTextAreaElement>} rows={4} {...field} />;
}

interface WordsProps extends PromptFieldProps {
  /** The list of words below it. */
  list: { id: string; isShown: boolean };
  /** Id of the option in it that Enter takes. */
  active: string | undefined;
}

/** A prompt of a few words that the model knows: a combobox, which may be a field of one line only. */
export function Words({ box, wasFocused, list, active, ...field }: WordsProps) {
  useHandedFocus({ box, wasFocused });
  return (
    <input
      ref={box as RefObject<HTMLInputElement>}
      type="text"
      className="own-words"
      autoComplete="off"
      role="combobox"
      aria-autocomplete="list"
      aria-expanded={list.isShown}
      aria-controls={list.isShown ? list.id : undefined}
      aria-activedescendant={active}
      {...field}
    />
  );
}
