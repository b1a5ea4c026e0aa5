// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Lottery } from "../src/Lottery.sol";
import { Test } from "./Test.sol";

contract LotteryTest is Test {
  /// @dev Fields in alphabetical order, as the JSON parser returns them.
  struct Draw {
    uint256 h;
    uint256 l;
    uint256 nodeId;
    bytes32 seed;
  }

  struct Edge {
    uint256 h;
    uint256 l;
  }

  uint256 private constant ONE = 1 << 64;

  function test_agreesWithTheGoldenVectors() public view {
    string memory json = vm.readFile("contracts/test/vectors/lottery.json");
    Draw[] memory draws = abi.decode(vm.parseJson(json, ".draws"), (Draw[]));
    assertEq(draws.length, 64);
    for (uint256 i = 0; i < draws.length; i++) {
      assertEq(Lottery.draw(draws[i].seed, draws[i].nodeId), draws[i].h);
      assertEq(Lottery.logOf(draws[i].seed, draws[i].nodeId), draws[i].l);
    }
    Edge[] memory edges = abi.decode(vm.parseJson(json, ".edges"), (Edge[]));
    // The last one's logarithm would be less by one if squares were rounded to the nearest number.
    assertEq(edges.length, 17);
    for (uint256 i = 0; i < edges.length; i++) {
      assertEq(Lottery.minusLog2(edges[i].h), edges[i].l);
    }
  }

  function testFuzz_powersOfTwoAreExact(uint256 exponent) public pure {
    exponent = _bound(exponent, 0, 255);
    assertEq(Lottery.minusLog2((1 << exponent) - 1), (256 - exponent) * ONE);
  }

  function test_theGreatestHashScoresZero() public pure {
    assertEq(Lottery.minusLog2(type(uint256).max), 0);
    assertEq(Lottery.minusLog2(0), 256 * ONE);
  }

  function testFuzz_fallsAsTheHashRises(uint256 a, uint256 b) public pure {
    (uint256 low, uint256 high) = a < b ? (a, b) : (b, a);
    assertGe(Lottery.minusLog2(low), Lottery.minusLog2(high));
  }

  function testFuzz_halvingAddsOne(uint256 h) public pure {
    // Makes h + 1 even, so that halving it loses no bit.
    h = _bound(h, 1, type(uint256).max - 1) | 1;
    assertEq(Lottery.minusLog2(h >> 1), Lottery.minusLog2(h) + ONE);
  }

  function testFuzz_exactlyOneOfTwoGoesFirst(
    bytes32 seed,
    uint256 a,
    uint128 weightA,
    uint256 b,
    uint128 weightB
  ) public pure {
    vm.assume(a != b && weightA != 0 && weightB != 0);
    assertTrue(Lottery.beats(seed, a, weightA, b, weightB) != Lottery.beats(seed, b, weightB, a, weightA));
  }

  function testFuzz_noWeightNeverGoesFirst(bytes32 seed, uint256 a, uint256 b, uint128 weight) public pure {
    assertFalse(Lottery.beats(seed, a, 0, b, weight));
    assertFalse(Lottery.beats(seed, a, 0, b, 0));
    vm.assume(weight != 0);
    assertTrue(Lottery.beats(seed, a, weight, b, 0));
  }

  /// @dev Weights 3 : 1 over 4,000 seeds: 3,000 wins expected, with a standard deviation of 27. The tolerance
  /// is five standard deviations.
  function test_winsInProportionToWeight() public pure {
    uint256 wins = 0;
    for (uint256 i = 0; i < 4_000; i++) {
      if (Lottery.beats(keccak256(abi.encode(i)), 1, 3e22, 2, 1e22)) wins++;
    }
    assertApproxEqAbs(wins, 3_000, 137);
  }

  function testFuzz_theLowerIdWinsATie(bytes32 seed, uint256 a, uint256 b) public pure {
    vm.assume(a < b);
    // With its own log as its weight, each scores 1.
    uint128 weightA = uint128(Lottery.logOf(seed, a));
    uint128 weightB = uint128(Lottery.logOf(seed, b));
    assertTrue(Lottery.beats(seed, a, weightA, b, weightB));
    assertFalse(Lottery.beats(seed, b, weightB, a, weightA));
  }
}
