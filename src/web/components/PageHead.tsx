import type { ReactNode } from 'react';
import { Link } from 'wouter';

/** The pages that have the same heading for everybody, by their address. */
export const PAGE_HEADS = {
  '/': {
    title: 'Create',
    heading: (
      <>
        Ask, and somebody’s <em>browser tab</em> makes it.
      </>
    ),
    lead: 'Your prompt goes to a miner drawn by stake; its GPU does the work, and you get the proof with the result.',
  },
  '/mine': {
    title: 'Mine',
    heading: 'Mine',
    lead: 'This tab becomes a miner. It works on your GPU, signs its results and is paid for every task.',
  },
  '/mine/node': {
    title: 'Your node',
    heading: 'Your node',
    lead: 'Its name, commission, bond and key, and the ways to hand it over or to close it.',
  },
  '/stake': {
    title: 'Stake',
    heading: 'Stake',
    lead: (
      <>
        More CAI behind a node brings it more tasks. Keep your stake idle, vote with it, or mine with it. What
        you have, and the way out, is in your <Link href="/portfolio">portfolio</Link>.
      </>
    ),
  },
  '/portfolio': {
    title: 'Portfolio',
    heading: 'Portfolio',
    lead: 'Everything you have in the network: what it earns, what is on its way out, and what you can do with it.',
  },
  '/nodes': {
    title: 'Explore',
    heading: 'Explore',
    lead: 'Everybody who serves the network: stake, work and audits. Vote with CAI for nodes you trust: they get more work, and you share their rewards and their slashes.',
  },
  '/trust': {
    title: 'Trust',
    heading: 'Trust',
    lead: 'Strangers’ browsers compute your results. This is how they are checked, and what became of every wrong one.',
  },
  '/faucet': {
    title: 'Faucet',
    heading: 'Faucet',
    lead: 'Free test CAI, and the gas to use it, for any address.',
  },
} satisfies Record<string, { title: string; heading: ReactNode; lead: ReactNode }>;
export type HeadedPath = keyof typeof PAGE_HEADS;

export const isHeaded = (path: string): path is HeadedPath => Object.hasOwn(PAGE_HEADS, path);

/** A page's heading. The page's file has it too, before any script runs (`StaticPage`). */
export function PageHead({ path }: { path: HeadedPath }) {
  const { heading, lead } = PAGE_HEADS[path];
  return (
    <header className="page-head">
      <h1>{heading}</h1>
      <p>{lead}</p>
    </header>
  );
}
