import { BPS, jurySizes, type Network } from '#tools/contracts/jury/terms.ts';
import { type Tables, table } from '#tools/docs/tables.ts';
import { WEI } from '#tools/trust/economics/assumptions.ts';
import { guiltyShare } from '#tools/trust/economics/caseMix.ts';
import { amount, cai, figure, share } from '#tools/trust/economics/figures.ts';
import {
  benchOf,
  blindShare,
  expectedSeat,
  leastFine,
  mostLost,
  sealedFine,
} from '#tools/trust/economics/jurors.ts';
import { isRefused, openedReport, REPORTS } from '#tools/trust/economics/reporters.ts';
import { defaultWorld, type World } from '#tools/trust/economics/world.ts';

const NETWORKS: readonly Network[] = ['main network', 'testnet'];

/** Guilty shares for which the fines are shown: those of three mixes of miners, and the one of the bar. */
const guiltyShares = (world: World): number[] => [
  ...[0.0001, 0.001].map((cheating) => guiltyShare(world, cheating)),
  ...[0.95, guiltyShare(world, 0.01)],
];

const fineTable = (): string =>
  table(
    [
      'network',
      'of the accused are guilty',
      'blind "wrong" earns nothing from a fine of (CAI)',
      'the contract fines (CAI)',
      'blind "wrong", CAI a seat',
      'honest, CAI a seat',
      'honest loses if more of its sealed votes are lost than',
    ],
    NETWORKS.map((each) => defaultWorld(each)).flatMap((world) =>
      guiltyShares(world).map((guilty) => {
        const bench = benchOf(world, guilty);
        return [
          ...[world.network, share(guilty), amount(leastFine(bench)), amount(sealedFine(bench.terms))],
          ...[cai(expectedSeat('always "wrong"', bench)), cai(expectedSeat('honest', bench))],
          share(mostLost(bench)),
        ];
      }),
    ),
  );

/** All votes of one honest juror in a case that is appealed to the end, lost: as a share of its stake. */
const ruinTable = (): string =>
  table(
    ['network', 'miners', 'one jury, of the stake', 'all juries, of the stake', 'the cap'],
    NETWORKS.flatMap((network) => {
      const { parameters } = defaultWorld(network);
      const { terms } = parameters.courts;
      const stake = Number(parameters.staking.minerMinimum) / WEI;
      return [10, 30, 100, 1_000].map((miners) => {
        const lossOf = (seats: number) => ((seats / miners) * sealedFine(terms)) / stake;
        const sizes = jurySizes(terms);
        const all = sizes.reduce((sum, seats) => sum + seats);
        return [
          ...[network, miners.toLocaleString('en'), share(lossOf(sizes[0]!)), share(lossOf(all))],
          share(parameters.slashing.capBps / BPS),
        ];
      });
    }),
  );

const mixTable = (): string => {
  const world = defaultWorld('main network');
  const blind = blindShare(benchOf(world, 0));
  return table(
    [
      'miners that cheat',
      'of the accused are guilty',
      'always "wrong" earns a seat',
      'honest and awake',
      `guilty share above ${figure(blind)}`,
    ],
    [0.0001, 0.001, 0.01, 0.1].map((cheating) => {
      const guilty = guiltyShare(world, cheating);
      const bench = benchOf(world, guilty);
      const awake =
        guilty * expectedSeat('always "wrong"', { ...bench, guiltyShare: 1 }) +
        (1 - guilty) * expectedSeat('always "right"', { ...bench, guiltyShare: 0 });
      return [
        share(cheating),
        share(guilty),
        cai(expectedSeat('always "wrong"', bench)),
        cai(awake),
        guilty > blind ? 'yes' : 'no',
      ];
    }),
  );
};

/** What a right report meets, by the convictions of this cool-down for which the node is in jail. */
const refusalTable = (): string =>
  table(
    ['network', 'convictions before', 'the contract', 'the reporter, if it is opened (CAI)'],
    NETWORKS.flatMap((network) =>
      REPORTS.filter(({ accused }) => accused === 'guilty').map((report) => {
        const world = defaultWorld(network);
        const refused = isRefused(report, world);
        return [
          network,
          `${report.earlier}`,
          refused ? 'refuses' : 'opens',
          cai(openedReport(report, world)),
        ];
      }),
    ),
  );

/** The tables about jurors and reporters of docs/trust/economics.md. */
export const courtTables: Tables = {
  mix: mixTable,
  fines: fineTable,
  ruin: ruinTable,
  refusals: refusalTable,
};
