// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Sortition } from "../../src/disputes/Sortition.sol";
import { Test } from "../Test.sol";

contract SortitionTest is Test {
  bytes32 private constant SEED = keccak256("seed");

  /// @dev In the alphabetical order that `parseJson` gives.
  struct Lot {
    uint256 nodeId;
    uint256 seats;
    bytes32 seed;
    uint256 target;
    uint256 totalWeight;
    uint256 weight;
  }

  function test_aNodeWithoutWeightHasNoSeat() public pure {
    assertEq(Sortition.seatsOf(SEED, 1, 0, 1e18, 1_000), 0);
  }

  function test_aNodeHasTwiceAJurysSeatsAtMost() public pure {
    assertEq(Sortition.seatsOf(SEED, 1, 1e24, 1, 7), 14);
  }

  /// @dev More weight never means fewer seats.
  function testFuzz_seatsGrowWithWeight(bytes32 seed, uint96 weight, uint96 more) public pure {
    (uint256 less, uint256 all) = weight < more ? (weight, more) : (more, weight);
    if (all == 0) return;
    uint256 few = Sortition.seatsOf(seed, 1, less, all, 24);
    assertLe(few, Sortition.seatsOf(seed, 1, all, all, 24));
  }

  /// @dev Greatest arguments: nothing overflows.
  function test_theGreatestArgumentsFit() public pure {
    uint256 greatest = type(uint96).max;
    Sortition.seatsOf(SEED, type(uint256).max, greatest, greatest, 384);
    Sortition.seatsOf(SEED, 0, 1, greatest, type(uint16).max / 2);
  }

  /// @dev A node with all weight has Poisson(24) seats: of 400, the mean is within four deviations, 0.98, and the
  /// variance is that of a Poisson number, within four deviations, 6.9.
  function test_seatsArePoisson() public pure {
    (uint256 sum, uint256 squares) = (0, 0);
    for (uint256 id = 0; id < 400; id++) {
      uint256 seats = Sortition.seatsOf(SEED, id, 1e24, 1e24, 24);
      (sum, squares) = (sum + seats, squares + seats * seats);
    }
    assertApproxEqAbs(sum, 24 * 400, 392);
    assertApproxEqAbs((400 * squares - sum * sum) / (400 * 400), 24, 7);
  }

  /// @dev The simulator of tools/contracts/jury draws by the same numbers.
  function test_agreesWithTheGoldenVectors() public view {
    string memory json = vm.readFile("contracts/test/vectors/sortition.json");
    Lot[] memory lots = abi.decode(vm.parseJson(json, ".lots"), (Lot[]));
    assertEq(lots.length, 39);
    for (uint256 i = 0; i < lots.length; i++) {
      Lot memory lot = lots[i];
      assertEq(Sortition.seatsOf(lot.seed, lot.nodeId, lot.weight, lot.totalWeight, lot.target), lot.seats);
    }
  }
}
