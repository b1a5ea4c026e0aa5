import type { ReactNode } from 'react';
import { CopyButton } from '#web/clipboard/CopyButton.tsx';

/** A program to copy. */
export function CodeBlock({ title, code, note }: { title: string; code: string; note?: ReactNode }) {
  return (
    <section className="card code-block" aria-label={title}>
      <div className="section-head">
        <h3>{title}</h3>
        <CopyButton content={code} what={title} />
      </div>
      {/* A keyboard scrolls it too. A group, as its section is the landmark. */}
      <pre role="group" aria-label={title} tabIndex={0}>
        <code>{code}</code>
      </pre>
      {note !== undefined && <p className="muted">{note}</p>}
    </section>
  );
}
