import type { MutatedSource } from './semanticMutant.ts';

export const lotteryMutants: readonly MutatedSource[] = [
  {
    file: 'Lottery.sol',
    mutants: [
      {
        what: 'all nodes of one block share a word',
        replace: 'nodeId & 7);',
        by: '0);',
      },
      {
        what: 'a word stands for a number that can be zero',
        replace: '((draw(seed, nodeId) + 1) << 192) - 1',
        by: 'draw(seed, nodeId) << 192',
      },
      {
        what: 'squares are rounded to the nearest number',
        replace: 'mantissa = (mantissa * mantissa) >> 127;',
        by: 'mantissa = ((mantissa * mantissa) >> 127) + (((mantissa * mantissa) >> 126) & 1);',
      },
      {
        what: 'the logarithm is rounded down to 63 bits',
        replace: 'bit != 0; bit >>= 1)',
        by: 'bit > 1; bit >>= 1)',
      },
      {
        what: 'the higher id wins a tie',
        replace: 'scoreA < scoreB : a < b;',
        by: 'scoreA < scoreB : a > b;',
      },
      {
        what: 'a node without weight goes before another without',
        replace: 'if (weightA == 0) return false;',
        by: 'if (weightA == 0) return weightB == 0 && a < b;',
      },
    ],
  },
  {
    file: 'ChaCha20.sol',
    mutants: [
      {
        what: 'twelve rounds in place of twenty',
        replace: 'i < 10;',
        by: 'i < 6;',
      },
      {
        what: 'the last row is not added to its state',
        replace: '_plus(d, counter)',
        by: 'd',
      },
      {
        what: 'the key’s first half is added in place of its second',
        replace: '_plus(c, key1)',
        by: '_plus(c, key0)',
      },
      {
        what: 'the key is read as big-endian',
        replace: 'uint256(Bytes.reverseBytes32(key));',
        by: 'uint256(key);',
      },
      {
        what: 'the words of a pair change places',
        replace: 'return (pair & type(uint32).max) | ((pair >> 32) & (uint256(type(uint32).max) << 32));',
        by: 'return ((pair & type(uint32).max) << 32) | ((pair >> 64) & type(uint32).max);',
      },
      {
        what: 'the counter is in the place of the nonce',
        replace: '(CONSTANTS, key0, key1, counter);',
        by: '(CONSTANTS, key0, key1, counter << 64);',
      },
      {
        what: 'diagonals turn by one word too many',
        replace: '((b >> 64) | (b << 192), (c >> 128)',
        by: '((b >> 128) | (b << 128), (c >> 128)',
      },
    ],
  },
  {
    file: 'Epochs.sol',
    mutants: [
      {
        what: 'an epoch begins with the block before its own',
        replace: 'return number % epochBlocks == 0;',
        by: 'return (number + 1) % epochBlocks == 0;',
      },
      {
        what: 'an anchored block has no time once the chain has forgotten its hash',
        replace: 'returns (uint256 timestamp) { bytes32 blockHash = hashOf(number);',
        by: 'returns (uint256 timestamp) { bytes32 blockHash = Blockhash.blockHash(number);',
      },
      {
        what: 'an anchored hash is not used',
        replace: 'return anchored == 0 ? Blockhash.blockHash(number) : anchored;',
        by: 'return Blockhash.blockHash(number);',
      },
    ],
  },
  {
    file: 'disputes/BlockHeader.sol',
    mutants: [
      {
        what: 'the time is read from the field before',
        replace: 'fields[TIMESTAMP].readUint256()',
        by: 'fields[TIMESTAMP - 1].readUint256()',
      },
    ],
  },
  {
    file: 'Faucet.sol',
    mutants: [
      {
        what: 'the limit is on who asks',
        replace: 'uint256 allowedAt = nextDripAt[to];',
        by: 'uint256 allowedAt = nextDripAt[msg.sender];',
      },
      {
        what: 'the next drip comes a second early',
        replace: 'uint256 next = block.timestamp + period;',
        by: 'uint256 next = block.timestamp + period - 1;',
      },
      {
        what: 'a drip gives all the gas to who has some',
        replace: 'gasAmount - to.balance : 0;',
        by: 'gasAmount : 0;',
      },
      {
        what: 'a drip gives what is left of the gas',
        replace: 'if (gas > gasLeft()) gas = 0;',
        by: 'gas = Math.min(gas, gasLeft());',
      },
      {
        what: 'the gas of all periods is counted together',
        replace: '_gasGiven[block.timestamp / period] += gas;',
        by: '_gasGiven[block.timestamp / period] += gas; _gasGiven[block.timestamp / period + 1] += gas;',
      },
      {
        what: 'the tokens of all periods are counted together',
        replace: '_tokensGiven[block.timestamp / period] += tokenAmount;',
        by: '_tokensGiven[block.timestamp / period] += tokenAmount; _tokensGiven[block.timestamp / period + 1] += tokenAmount;',
      },
      {
        what: 'the last drip of a period’s tokens is kept back',
        replace: 'if (tokensLeft() < tokenAmount)',
        by: 'if (tokensLeft() <= tokenAmount)',
      },
      {
        what: 'gas is said to be left that the faucet does not hold',
        replace: 'return Math.min(gasBudget - _gasGiven[block.timestamp / period], address(this).balance);',
        by: 'return gasBudget - _gasGiven[block.timestamp / period];',
      },
    ],
  },
  {
    file: 'CAI.sol',
    mutants: [
      {
        what: 'more is minted than the supply',
        replace: '_mint(treasury, SUPPLY);',
        by: '_mint(treasury, SUPPLY + 1);',
      },
      {
        what: 'the deployer is given the supply',
        replace: '_mint(treasury, SUPPLY);',
        by: '_mint(msg.sender, SUPPLY);',
      },
    ],
  },
];
