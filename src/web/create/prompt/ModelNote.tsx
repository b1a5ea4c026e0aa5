import { Link } from 'wouter';
import type { ApiModel } from '#protocol/messages/api.ts';
import { cardPath } from '#web/catalogue/siteModel.ts';

const minersOnline = (miners: number) =>
  miners === 0 ? 'no miner online' : `${miners} ${miners === 1 ? 'miner' : 'miners'} online`;

/** What a model can do, what it costs, and whether anybody serves it. */
export function ModelNote({ model, away }: { model: ApiModel; away: boolean }) {
  const { miners, note, price_cai, price_unit, licence } = model.cuckoo;
  return (
    <div className="hint model-note">
      <p>{note}</p>
      <p className="muted">
        {price_cai} CAI per {price_unit} · licence {licence} · {!away && `${minersOnline(miners)} · `}
        <Link href={cardPath(model.id)}>About this model</Link>
      </p>
      {miners === 0 && !away && (
        <p role="status" className="warn">
          No miner is online for this model. <Link href="/mine">Start mining in another tab</Link>, or send
          your task and wait in the queue.
        </p>
      )}
    </div>
  );
}
