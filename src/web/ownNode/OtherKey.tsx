import { Link } from 'wouter';
import type { RosterNode } from '#chain/roster.ts';
import { rich, t } from '#web/language/translate.ts';

interface OtherKeyProps {
  node: RosterNode;
  /** The node that this browser's key works for, 0 for none; undefined until the chain has said so. */
  served: bigint | undefined;
}

/** Says that a miner works with a key of another browser: after a hand-over its former owner has that one. */
export function OtherKey({ node, served }: OtherKeyProps) {
  if (served === undefined || served === node.id || node.role !== 'miner' || node.retired) return null;
  return (
    <p className="warn">
      {t('node.otherKey.thisBrowserLacks')}{' '}
      {rich('node.otherKey.ifYouHaveTakenIt', { link: (part) => <Link href="/mine">{part}</Link> })}
    </p>
  );
}
