/** What a stranger has tried against this code, and the tests that try it again. */
export interface Attack {
  readonly attack: string;
  readonly file: string;
  /** Begins the names of its tests, `describe` titles included. */
  readonly title: string;
}

export const ATTACKS: readonly Attack[] = [
  {
    attack: 'an assignment costs more with each tab that listens',
    file: 'src/protocol/messages/gossipTopic.test.ts',
    title: 'shardLevelOf leaves every shard',
  },
  {
    attack: 'a burst of tasks keeps every socket waiting for the database',
    file: 'src/coordinator/store/yieldingPglite.test.ts',
    title: 'a database that yields',
  },
  {
    attack: 'a prompt that takes seconds to tokenize',
    file: 'src/coordinator/catalogue/loadCatalogue.test.ts',
    title: '',
  },
  {
    attack: 'one client fills the queue of prompts',
    file: 'src/coordinator/tokenizer/fairQueue.test.ts',
    title: '',
  },
  {
    attack: 'junk gossip from a peer that was not admitted, and floods of one that was',
    file: 'src/network/gossip/gossipDoor.test.ts',
    title: 'guardGossip',
  },
  {
    attack: '300 junk assignments, 13 MB, from one peer to a relay and a tab',
    file: 'tools/hostile/junkGossip.test.ts',
    title: '13 MB of junk keep neither',
  },
  {
    attack: 'an assignment outside its shard, where nobody witnesses it',
    file: 'src/network/gossipTopics.test.ts',
    title: 'rejects an assignment outside',
  },
  {
    attack: 'silent connections, many at once, and many of one peer',
    file: 'src/network/newcomers.test.ts',
    title: 'a relay',
  },
  {
    attack: 'a peer that stays connected without a session',
    file: 'src/coordinator/relay/lobby.test.ts',
    title: 'keepLobby',
  },
  {
    attack: 'hellos of unknown keys, each a read of the chain',
    file: 'src/coordinator/relay/admission.test.ts',
    title: 'Admission reads the chain for 20 strangers',
  },
  {
    attack: 'a miner that never reads its assignments',
    file: 'src/coordinator/relay/sessionChannel.test.ts',
    title: 'SessionChannel aborts',
  },
  {
    attack: 'silent sockets on the API, slow heads and bodies',
    file: 'src/coordinator/api/httpServer.test.ts',
    title: 'serveApi',
  },
  {
    attack: 'an admitted miner floods progress',
    file: 'src/coordinator/scheduler/floodingMiner.test.ts',
    title: 'a miner that floods',
  },
  {
    attack: '16 MB of nested CBOR as a result',
    file: 'src/protocol/messages/cborBounds.test.ts',
    title: '',
  },
  {
    attack: 'progress that says nothing keeps nine tasks',
    file: 'src/coordinator/scheduler/leases.test.ts',
    title: 'a miner that only repeats its progress',
  },
  {
    attack: 'a coordinator that assigns and never sends the request',
    file: 'src/miner/tasks/intakePlaces.test.ts',
    title: 'a coordinator that does not answer takes',
  },
  {
    attack: 'a coordinator that takes more of a tab than its stake’s share',
    file: 'src/miner/gpu/gpuShares.test.ts',
    title: '',
  },
  {
    attack: 'a PNG with a gigabyte behind it, chunks that do not belong, bytes after its end',
    file: 'src/protocol/task/pngFile.test.ts',
    title: '',
  },
  {
    attack: 'work that the deposit cannot pay for',
    file: 'src/coordinator/settlement/budget.test.ts',
    title: 'Budget',
  },
  {
    attack: 'a text that its tokens do not spell',
    file: 'src/coordinator/relay/checkResult.test.ts',
    title: 'checkResult',
  },
  {
    attack: 'another page of the same address reads or cancels a task',
    file: 'src/coordinator/api/tasks/taskAccess.test.ts',
    title: 'TaskAccess',
  },
  {
    attack: 'another user of the machine reads the data folder',
    file: 'src/coordinator/store/privateFolder.test.ts',
    title: 'makePrivateFolder',
  },
  {
    attack: 'the reply to a COMMIT is lost',
    file: 'src/coordinator/store/stores.test.ts',
    title: 'TaskStore',
  },
  {
    attack: 'the connection that holds the database’s lock is cut',
    file: 'src/coordinator/store/serverLock.test.ts',
    title: 'ServerLock',
  },
  {
    attack: 'a chain node that lags, forks, prunes or lies',
    file: 'src/chain/follower/rosterFollower.test.ts',
    title: '',
  },
  {
    attack: 'a chain node that limits, refuses, is stuck or silent, and a clock that is far off',
    file: 'src/chain/follower/rosterFollower.outage.test.ts',
    title: '',
  },
  {
    attack: 'results that take long to read, sent by one miner',
    file: 'src/coordinator/tokenizer/resultReader.test.ts',
    title: 'ResultReader gives each miner',
  },
  {
    attack: 'results with all log-probabilities, which take long to decode',
    file: 'src/coordinator/catalogue/loadCatalogue.test.ts',
    title: 'loadCatalogue keeps the event loop free while results are checked',
  },
  {
    attack: 'a result that is larger than its task allows',
    file: 'src/coordinator/results/resultBounds.test.ts',
    title: 'resultBoundsOf',
  },
  {
    attack: 'takes and refusals of what was never assigned, and streams without number',
    file: 'src/coordinator/scheduler/minerRates.test.ts',
    title: '',
  },
  {
    attack: 'a coordinator that floods a tab with assignments',
    file: 'src/miner/tasks/intakePlaces.test.ts',
    title: 'a coordinator that sends more assignments',
  },
  {
    attack: 'a client that has work done for free without end',
    file: 'src/coordinator/api/tasks/freeWork.test.ts',
    title: '',
  },
  {
    attack: 'two coordinators on one data folder, in containers whose processes have equal numbers',
    file: 'src/coordinator/store/folderLock.test.ts',
    title: 'lockFolder',
  },
  {
    attack: 'a key in the URL of a chain node, in an error that is logged',
    file: 'src/coordinator/telemetry/log.test.ts',
    title: 'the log has no key',
  },
  {
    attack: 'a result that trickles in, and one that is sent without end',
    file: 'src/coordinator/relay/resultUpload.test.ts',
    title: 'a result that takes minutes',
  },
  {
    attack: 'a coordinator forges the verdict of a case, or hides the case',
    file: 'src/web/trust/record/askRecord.test.ts',
    title: 'askRecord',
  },
  {
    attack: 'a coordinator says that it paid a drip, and did not',
    file: 'src/web/drip/sponsoredDrip.test.ts',
    title: 'takes no other transaction for a drip',
  },
  {
    attack: 'few addresses take all places',
    file: 'src/network/limits/places.test.ts',
    title: 'Places keeps places for others',
  },
  {
    attack: 'a client that writes an address of its own, or comes through several proxies',
    file: 'src/coordinator/api/http/clientAddress.test.ts',
    title: 'clientAddress is',
  },
  {
    attack: 'newcomers without number, and clocks that jump, to get a new quota',
    file: 'src/coordinator/api/http/quota.test.ts',
    title: '',
  },
  {
    attack: 'a clock that jumps while tasks run',
    file: 'src/coordinator/scheduler/leases.test.ts',
    title: 'a clock that is set',
  },
  {
    attack: 'a chain node answers without end, too deep, with endless numbers, or mixes up a batch',
    file: 'src/chain/rpc/boundedFetch.test.ts',
    title: '',
  },
];
