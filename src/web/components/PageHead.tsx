import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { MessageKey } from '#web/language/messageKey.ts';
import { rich, t } from '#web/language/translate.ts';
import { type Head, type HeadedPath, PAGE_HEADS } from '#web/paths/pageHeads.ts';

const EMPHASIS = { em: (part: ReactNode) => <em>{part}</em> };

interface PageHeadProps {
  path: HeadedPath;
  /** Once the page knows that it shows something else than for most. */
  instead?: Record<'heading' | 'lead', MessageKey> | undefined;
  /** Of what the page shows; without it the heading of its kind. */
  name?: string | undefined;
  /** What else stands in the heading. */
  children?: ReactNode;
}

/** A page's heading. The page's file has it too, before any script runs (`StaticPage`). */
export function PageHead({ path, instead, name, children }: PageHeadProps) {
  const { link }: Head = PAGE_HEADS[path];
  const { heading, lead } = instead ?? PAGE_HEADS[path];
  return (
    <header className="page-head" data-path={path}>
      {name === undefined ? (
        <h1>{rich(heading, EMPHASIS)}</h1>
      ) : (
        <h1>
          <bdi>{name}</bdi>
        </h1>
      )}
      <p>
        {rich(lead, {
          ...EMPHASIS,
          link: (part) => (link === undefined ? part : <Link href={link}>{part}</Link>),
        })}
      </p>
      {children}
    </header>
  );
}

/** Above the heading of one of many the way to all of them. */
export function PageBack({ path }: { path: HeadedPath }) {
  const { back }: Head = PAGE_HEADS[path];
  return (
    back !== undefined && (
      <p className="back">
        <Link href={back.href}>{t(back.words)}</Link>
      </p>
    )
  );
}
