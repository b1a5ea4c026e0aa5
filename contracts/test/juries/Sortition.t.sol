// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Sortition } from "../../src/disputes/Sortition.sol";
import { Test } from "../Test.sol";

contract SortitionTest is Test {
  /// @dev A tenth of all weight and ten seats: one seat's worth. As one node, the stake is drawn with
  /// probability 1 - 1/e; as ten nodes, it gets at most 1 seat on average, with a standard deviation of about
  /// 1 per draw. The tolerances are five standard deviations over 600 draws.
  function test_splittingAStakeDrawsNoMoreThanItIsWorth() public pure {
    uint256 whole = 0;
    uint256 split = 0;
    for (uint256 i = 0; i < 600; i++) {
      bytes32 seed = keccak256(abi.encode(i));
      if (Sortition.isDrawn(seed, 1, 1e24, 1e25, 10)) whole++;
      for (uint256 id = 2; id < 12; id++) {
        if (Sortition.isDrawn(seed, id, 1e23, 1e25, 10)) split++;
      }
    }
    assertApproxEqAbs(whole, 379, 59);
    assertApproxEqAbs(split, 571, 114);
    assertLe(split, 600 + 122);
  }

  function testFuzz_noWeightIsNeverDrawnAndAllWeightAlmostAlways(bytes32 seed, uint256 id) public pure {
    assertFalse(Sortition.isDrawn(seed, id, 0, 1e24, 100));
    // These fail with probability e^-100.
    assertTrue(Sortition.isDrawn(seed, id, 1e24, 1e24, 100));
    assertTrue(Sortition.isDrawn(seed, id, 1, 1, 100));
  }
}
