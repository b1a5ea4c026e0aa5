import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { MessageKey } from '#web/language/messageKey.ts';
import { rich } from '#web/language/translate.ts';

/** The pages that have the same heading for everybody, by their address. */
export const PAGE_HEADS = {
  '/': {
    title: 'shell.pageHead.start',
    heading: 'shell.pageHead.startHeading',
    lead: 'shell.pageHead.startLead',
  },
  '/create': {
    title: 'shell.pageHead.create',
    heading: 'shell.pageHead.create',
    lead: 'shell.pageHead.createLead',
  },
  '/gallery': {
    title: 'shell.pageHead.gallery',
    heading: 'shell.pageHead.gallery',
    lead: 'shell.pageHead.galleryLead',
  },
  '/mine': {
    title: 'shell.pageHead.mine',
    heading: 'shell.pageHead.mine',
    lead: 'shell.pageHead.mineLead',
  },
  '/mine/models': {
    title: 'shell.pageHead.mineModels',
    heading: 'shell.pageHead.mineModels',
    lead: 'shell.pageHead.mineModelsLead',
  },
  '/mine/node': {
    title: 'shell.pageHead.yourNode',
    heading: 'shell.pageHead.yourNode',
    lead: 'shell.pageHead.yourNodeLead',
  },
  '/coordinate': {
    title: 'shell.pageHead.coordinate',
    heading: 'shell.pageHead.coordinate',
    lead: 'shell.pageHead.coordinateLead',
  },
  '/stake': {
    title: 'shell.pageHead.stake',
    heading: 'shell.pageHead.stake',
    lead: 'shell.pageHead.stakeLead',
  },
  '/portfolio': {
    title: 'shell.pageHead.portfolio',
    heading: 'shell.pageHead.portfolio',
    lead: 'shell.pageHead.portfolioLead',
  },
  '/activity': {
    title: 'shell.pageHead.activity',
    heading: 'shell.pageHead.activity',
    lead: 'shell.pageHead.activityLead',
  },
  '/nodes': {
    title: 'shell.pageHead.explore',
    heading: 'shell.pageHead.explore',
    lead: 'shell.pageHead.exploreLead',
  },
  '/tasks': {
    title: 'shell.pageHead.tasks',
    heading: 'shell.pageHead.tasks',
    lead: 'shell.pageHead.tasksLead',
  },
  '/trust': {
    title: 'shell.pageHead.trust',
    heading: 'shell.pageHead.trust',
    lead: 'shell.pageHead.trustLead',
  },
  '/cases': {
    title: 'shell.pageHead.cases',
    heading: 'shell.pageHead.cases',
    lead: 'shell.pageHead.casesLead',
  },
  '/developers': {
    title: 'shell.pageHead.developers',
    heading: 'shell.pageHead.developers',
    lead: 'shell.pageHead.developersLead',
  },
  '/status': {
    title: 'shell.pageHead.status',
    heading: 'shell.pageHead.status',
    lead: 'shell.pageHead.statusLead',
  },
  '/docs/apr': {
    title: 'shell.pageHead.apr',
    heading: 'shell.pageHead.aprHeading',
    lead: 'shell.pageHead.aprLead',
  },
  '/docs/slashing': {
    title: 'shell.pageHead.slashing',
    heading: 'shell.pageHead.slashingHeading',
    lead: 'shell.pageHead.slashingLead',
  },
  '/docs/privacy': {
    title: 'shell.pageHead.privacy',
    heading: 'shell.pageHead.privacyHeading',
    lead: 'shell.pageHead.privacyLead',
  },
  '/docs/glossary': {
    title: 'shell.pageHead.glossary',
    heading: 'shell.pageHead.glossaryHeading',
    lead: 'shell.pageHead.glossaryLead',
  },
  '/faucet': {
    title: 'shell.pageHead.faucet',
    heading: 'shell.pageHead.faucet',
    lead: 'shell.pageHead.faucetLead',
  },
} satisfies Record<string, Record<'title' | 'heading' | 'lead', MessageKey>>;
export type HeadedPath = keyof typeof PAGE_HEADS;

export const isHeaded = (path: string): path is HeadedPath => Object.hasOwn(PAGE_HEADS, path);

/** What stands around a part of a heading. */
const PARTS = {
  em: (part: ReactNode) => <em>{part}</em>,
  link: (part: ReactNode) => <Link href="/portfolio">{part}</Link>,
};

interface PageHeadProps {
  path: HeadedPath;
  /** Once the page knows that it shows something else than for most. */
  instead?: Record<'heading' | 'lead', MessageKey> | undefined;
}

/** A page's heading. The page's file has it too, before any script runs (`StaticPage`). */
export function PageHead({ path, instead }: PageHeadProps) {
  const { heading, lead } = instead ?? PAGE_HEADS[path];
  return (
    <header className="page-head" data-path={path}>
      <h1>{rich(heading, PARTS)}</h1>
      <p>{rich(lead, PARTS)}</p>
    </header>
  );
}
