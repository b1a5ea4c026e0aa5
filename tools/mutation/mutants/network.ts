import type { Mutant } from '#tools/mutation/mutant.ts';

const gossip = 'src/network/gossip';
const limits = 'src/network/limits';

export const networkMutants: readonly Mutant[] = [
  {
    name: 'receipt too old by a second',
    file: `${gossip}/gossipValidators.ts`,
    from: 'receipt.finishedAt < now - RECEIPT_MAX_AGE_S',
    to: 'receipt.finishedAt <= now - RECEIPT_MAX_AGE_S',
    breaks: 'A receipt of the oldest age that is allowed is dropped.',
  },
  {
    name: 'messages of a frame for free',
    file: `${gossip}/gossipDoor.ts`,
    from: '1 + rpc.messages.length',
    to: '1',
    breaks: 'A peer sends any number of messages in one frame without exceeding its rate.',
  },
  {
    name: 'gossip of topics that were not joined',
    file: `${gossip}/gossipDoor.ts`,
    from: "joined.has(topic ?? '')",
    to: 'true',
    breaks: 'A relay spends a signature check on whatever a stranger gossips.',
  },
  {
    name: 'flood never counted',
    file: `${gossip}/gossipDoor.ts`,
    from: '(dropped.get(peer) ?? 0) + 1',
    to: '1',
    breaks: 'A peer that floods is never disconnected.',
  },
  {
    name: 'assignment in any shard',
    file: 'src/network/gossipTopics.ts',
    from: 'if (shard !== undefined && shardOf(read.taskId, shard.level).index !== shard.index)',
    to: 'if (shard !== undefined && shard.index < 0)',
    breaks: 'A coordinator chooses which miners witness its assignments.',
  },
  {
    name: 'place given back twice',
    file: `${limits}/places.ts`,
    from: '      if (!isHeld) return;\n',
    to: '',
    breaks: 'A place given back twice makes room for one peer too many.',
  },
  {
    name: 'neighbours not counted',
    file: `${limits}/places.ts`,
    from: 'const held = own + neighbours;',
    to: 'const held = own;',
    breaks: 'One host takes all places for newcomers.',
  },
  {
    name: 'one place too many',
    file: `${limits}/places.ts`,
    from: 'taken >= most ',
    to: 'taken > most ',
    breaks: 'One newcomer more than the limit gets in.',
  },
  {
    name: 'each host its whole share',
    file: `${limits}/places.ts`,
    from: 'Math.ceil((free * mostPerHost) / most)',
    to: 'mostPerHost',
    breaks: 'Four addresses take every place of newcomers, and no honest miner gets in.',
  },
  {
    name: 'clock set back empties the bucket',
    file: `${limits}/tokenBucket.ts`,
    from: 'Math.max(0, nowMs - this.#filledAt)',
    to: '(nowMs - this.#filledAt)',
    breaks: 'A clock that is set back takes an honest peer’s tokens.',
  },
  {
    name: 'addresses of one IPv6 network apart',
    file: `${limits}/host.ts`,
    from: '.slice(0, 4).join',
    to: '.slice(0, 5).join',
    breaks: 'One customer’s network counts as 65,536 hosts.',
  },
  {
    name: 'door admits one peer too many',
    file: 'src/network/relayDoor.ts',
    from: 'connections.length + this.#upgrades.size >= maxPeers',
    to: 'connections.length >= maxPeers',
    breaks: 'Peers that connect at once exceed the relay’s places.',
  },
  {
    name: 'admitted peers count as newcomers',
    file: 'src/network/relayDoor.ts',
    from: 'newcomers !== undefined && !newcomers.isAdmitted(remotePeer.toString())',
    to: 'newcomers !== undefined && remotePeer !== undefined',
    breaks: 'Miners behind one host keep newcomers of that host out.',
  },
  {
    name: 'aborted stream taken for a closed one',
    file: 'src/network/frameStream.ts',
    from: " && !['aborted', 'reset'].includes(this.#stream.status)",
    to: '',
    breaks: 'A broken stream looks like an orderly end.',
  },
];
