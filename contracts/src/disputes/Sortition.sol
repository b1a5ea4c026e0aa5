// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Lottery } from "../Lottery.sol";

/// @title Who is drawn for a jury: each miner by itself, in proportion to its weight.
/// @notice A miner of weight w among W is drawn with the chance 1 - exp(-seats * w / W): some `seats` miners in all,
/// none of whom need be looked at to know of another. One draw is one vote. Splitting a stake over many nodes draws
/// no more seats than its part of all weight is worth.
library Sortition {
  /// @dev ln 2 with 64 fractional bits, rounded up: the lottery's logarithm is of base 2.
  uint256 private constant LN_2 = 12_786_308_645_202_655_660;

  /// @dev Weights are below 2^96, logarithms at most 2^72, ln 2 below 2^64: the products stay below 2^232.
  /// By the node's id, which nobody can choose once the seed is known, as an owner can an operator key.
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
