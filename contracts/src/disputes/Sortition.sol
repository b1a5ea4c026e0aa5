// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Lottery } from "../Lottery.sol";

/// @title Draws a jury: each miner independently, by its weight.
/// @notice A miner of weight w in a total of W is drawn with probability 1 - exp(-seats * w / W), which makes
/// about `seats` miners in all. Whether one is drawn does not depend on the others. One draw is one vote.
/// Splitting a stake over many nodes gains no more seats than its part of all weight is worth.
library Sortition {
  /// @dev ln 2 with 64 fractional bits, rounded up; the lottery's logarithm has base 2.
  uint256 private constant LN_2 = 12_786_308_645_202_655_660;

  /// @dev Weights are below 2^96, logarithms at most 2^72, ln 2 below 2^64: the products stay below 2^232.
  /// Hashes the node's id, because nobody can choose it once the seed is known; an operator key could be
  /// chosen.
  function isDrawn(bytes32 seed, uint256 nodeId, uint256 weight, uint256 totalWeight, uint256 seats)
    internal
    pure
    returns (bool)
  {
    if (weight == 0) return false;
    uint256 log = Lottery.minusLog2(uint256(keccak256(abi.encode(seed, nodeId))));
    return log * LN_2 * totalWeight <= (seats * weight) << 128;
  }
}
