import type { ReactNode } from 'react';

export type Tone = 'good' | 'warn' | 'bad' | 'neutral';

/** A state in one or two words. `title` is its tooltip. */
export function Badge({
  tone,
  title,
  children,
}: {
  tone: Tone;
  title?: string | undefined;
  children: ReactNode;
}) {
  return (
    <span className="badge" data-tone={tone} title={title}>
      {children}
    </span>
  );
}
