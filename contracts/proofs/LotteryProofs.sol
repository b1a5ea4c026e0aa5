// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Lottery } from "../src/Lottery.sol";

/// @dev For solc's SMTChecker: properties of the shipped Lottery.beats. `tools/contracts/prove.ts` replaces
/// `logOf` by an arbitrary function of seed and id with results up to 2^72.
contract LotteryProofs {
  /// @dev Of two nodes with weight, exactly one goes first.
  function exactlyOneOfTwoGoesFirst(bytes32 seed, uint256 a, uint128 weightA, uint256 b, uint128 weightB)
    external
    pure
  {
    require(a != b && weightA != 0 && weightB != 0);
    assert(Lottery.beats(seed, a, weightA, b, weightB) != Lottery.beats(seed, b, weightB, a, weightA));
  }

  function noWeightNeverGoesFirst(bytes32 seed, uint256 a, uint256 b, uint128 weightB) external pure {
    assert(!Lottery.beats(seed, a, 0, b, weightB));
  }
}
