// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Sortition } from "../../src/disputes/Sortition.sol";
import { Test } from "../Test.sol";

/// @dev Stakes split over nodes of 20,000. Earlier juries counted heads: 30 % of the stake so split won 38 % of first
/// juries and 89 % of appeals against ten honest nodes.
contract SortitionAttacksTest is Test {
  uint256 private constant NODE = 20_000e18;
  uint256 private constant TOTAL = 1_000 * NODE;
  uint256 private constant JURIES = 40;

  /// @dev Of the largest jury, all honest nodes being awake: none is won.
  function test_thirtyPercentSplitAgainstTenHonestNodes() public pure {
    assertEq(won(384, 300, 10), 0);
  }

  /// @dev Four unsplit nodes of 20 % lost 21 of 40 juries to a split fifth.
  function test_aSplitFifthAgainstFourNodes() public pure {
    assertEq(won(384, 200, 4), 0);
  }

  /// @dev Split and unsplit, 40 juries have the same seats for it, but for chance: four deviations are 340.
  function test_splittingGainsNoSeats() public pure {
    (uint256 split, uint256 whole) = (0, 0);
    for (uint256 i = 0; i < JURIES; i++) {
      split += seatsOfAll(bytes32(i), 300, 300, 384);
      whole += seatsOfAll(bytes32(i), 1, 300, 384);
    }
    assertApproxEqAbs(split, whole, 340);
    assertApproxEqAbs(split, JURIES * 384 * 3 / 10, 272);
  }

  /// @dev How many of 40 juries the attackers' nodes of the minimum win against the rest in `honest` nodes.
  function won(uint256 seats, uint256 attackers, uint256 honest) private pure returns (uint256 count) {
    for (uint256 i = 0; i < JURIES; i++) {
      uint256 against = seatsOfAll(bytes32(i), attackers, attackers, seats);
      uint256 right = 0;
      for (uint256 j = 0; j < honest; j++) {
        uint256 weight = (1_000 - attackers) * NODE / honest;
        right += Sortition.seatsOf(bytes32(i), 1_000 + j, weight, TOTAL, seats);
      }
      if (against >= right) count++;
    }
  }

  /// @dev The seats of `parts` thousandths of all weight in this many nodes.
  function seatsOfAll(bytes32 seed, uint256 nodes, uint256 parts, uint256 seats)
    private
    pure
    returns (uint256 sum)
  {
    for (uint256 i = 0; i < nodes; i++) {
      sum += Sortition.seatsOf(seed, i, parts * NODE / nodes, TOTAL, seats);
    }
  }
}
