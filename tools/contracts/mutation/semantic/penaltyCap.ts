import type { MutatedSource } from './semanticMutant.ts';

export const penaltyCapMutants: readonly MutatedSource[] = [
  {
    file: 'slashing/PenaltyCap.sol',
    mutants: [
      {
        what: 'the window of the cap is a part too short',
        replace: 'for (uint256 i = 0; i <= PARTS; i++)',
        by: 'for (uint256 i = 0; i < PARTS; i++)',
      },
      {
        what: 'the window of the cap is a part too long',
        replace: 'for (uint256 i = 0; i <= PARTS; i++)',
        by: 'for (uint256 i = 0; i <= PARTS + 1; i++)',
      },
      {
        what: 'what was asked for counts as lost, not what was taken',
        replace: '[block.timestamp / _partSeconds] += taken;',
        by: '[block.timestamp / _partSeconds] += amount;',
      },
      {
        what: 'the cap is a part of what is left',
        replace: '(within + lost) * capBps / BPS',
        by: 'within * capBps / BPS',
      },
      {
        what: 'the cap is rounded up',
        replace: '(within + lost) * capBps / BPS',
        by: 'Math.ceilDiv((within + lost) * capBps, BPS)',
      },
      {
        what: 'eight parts are shorter than a cool-down that does not divide',
        replace: '_partSeconds = Math.ceilDiv(staking_.coolDown(), PARTS);',
        by: '_partSeconds = staking_.coolDown() / PARTS;',
      },
      {
        what: 'what is given back is taken off the oldest loss',
        replace:
          'uint256 off = Math.min(amount, _lostIn[nodeId][part - i]); _lostIn[nodeId][part - i] -= off;',
        by: 'uint256 off = Math.min(amount, _lostIn[nodeId][part + i - PARTS]); _lostIn[nodeId][part + i - PARTS] -= off;',
      },
      {
        what: 'what is given back is taken off the present part alone',
        replace: 'i <= PARTS && amount != 0;',
        by: 'i == 0 && amount != 0;',
      },
      {
        what: 'a slash is said not to reach the unbonding part',
        replace: 'staking.node(nodeId).assets + staking.unbondingOf(nodeId);',
        by: 'staking.node(nodeId).assets;',
      },
    ],
  },
];
