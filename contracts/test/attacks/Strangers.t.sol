// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Disputes } from "../../src/Disputes.sol";
import { Assignment } from "../../src/disputes/Messages.sol";
import { Role } from "../../src/staking/Node.sol";
import { DisputesFixture } from "../disputes/DisputesFixture.sol";

/// @dev A coordinator lists all miners as away and gives its tasks to a friend's key that has no place in the lottery.
/// No miner's stake is behind such a result, and no single miner was skipped or wrongly listed.
contract StrangersTest is DisputesFixture {
  function assertIsReported(address miner, uint256 passedOver_) private {
    bytes memory passed = passedOver(passedOver_);
    report(assign(miner, passed), passed, ranking[0]);
    assertGt(held(coordinatorNode), 0);
  }

  function isRight(Assignment memory assignment) private view returns (bytes memory) {
    return abi.encodeWithSelector(Disputes.AssignmentIsRight.selector, digestOf(assignment));
  }

  function test_aStranger() public {
    assertIsReported(makeAddr("stranger"), 5);
  }

  /// @dev Whoever is named, listed or not.
  function test_aStranger_whoeverIsNamed() public {
    for (uint256 i = 0; i < 5; i++) {
      uint256 before = vm.snapshotState();
      bytes memory passed = passedOver(3);
      report(assign(makeAddr("stranger"), passed), passed, ranking[i]);
      vm.revertToState(before);
    }
  }

  /// @dev A case shows only the hash of the list. Who saw the assignment there could not report it before.
  function test_aStranger_forWhomTheListIsKeptSecret() public {
    report(assign(makeAddr("stranger"), "a list that nobody else has"), "", address(0));
    assertGt(held(coordinatorNode), 0);
  }

  function test_aCoordinatorsKey() public {
    assertIsReported(coordinator, 5);
  }

  function test_aKeyThatWasReplacedBefore_whereverItsNodeStands() public {
    for (uint256 place = 0; place < 5; place++) {
      uint256 before = vm.snapshotState();
      address old = ranking[place];
      ranking[place] = rotate(staking.nodeIdOf(old), "next key");
      skip(1 days);
      drawNow();
      rank();
      skip(1);
      assertIsReported(old, 5);
      vm.revertToState(before);
    }
  }

  function test_aKeyThatCameLater() public {
    address later = rotate(staking.nodeIdOf(ranking[4]), "next key");
    assertIsReported(later, 4);
  }

  function test_aJailedMiner() public {
    uint256 id = staking.nodeIdOf(ranking[4]);
    vm.prank(address(slasher));
    staking.jail(id, uint64(block.timestamp + 1 days));
    skip(1);
    drawNow();
    skip(1);
    assertIsReported(ranking[4], 4);
  }

  /// @dev Its coordinator may have seen it before or after.
  function test_aMinerThatHadWeightInAPartOfTheSecondIsNone() public {
    drawNow();
    rank();
    uint256 id = staking.nodeIdOf(ranking[4]);
    vm.prank(address(slasher));
    staking.jail(id, uint64(block.timestamp + 1 days));
    skip(1);
    bytes memory passed = passedOver(4);
    Assignment memory assignment = assign(ranking[4], passed);
    refuse(assignment, passed, ranking[0], isRight(assignment));
  }

  function test_aKeyThatWasReplacedInTheSecondIsNone() public {
    drawNow();
    rank();
    address old = ranking[4];
    rotate(staking.nodeIdOf(old), "next key");
    skip(1);
    bytes memory passed = passedOver(4);
    Assignment memory assignment = assign(old, passed);
    refuse(assignment, passed, ranking[0], isRight(assignment));
  }
}
