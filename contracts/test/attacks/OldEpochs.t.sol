// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Disputes } from "../../src/Disputes.sol";
import { Lottery } from "../../src/Lottery.sol";
import { AssignmentEvidence, AssignmentProof } from "../../src/disputes/AssignmentEvidence.sol";
import { Assignment } from "../../src/disputes/Messages.sol";
import { DisputesFixture } from "../disputes/DisputesFixture.sol";

/// @dev An app chooses a task's salt, and its coordinator the epoch: of a task that takes a minute, it may
/// draw with any of the last 19, at once and without a wait, as the evidence shows no moment at which the
/// task came. It looks through them for one that calls its friend.
contract OldEpochsTest is DisputesFixture {
  uint256 private constant TASKS = 100;
  uint256 private constant EPOCHS = 19;
  uint256 private constant LASTS = 1 minutes;

  bytes[] private headers;
  uint256[] private times;
  address private friend = makeAddr("miner0");

  function setUp() public override {
    super.setUp();
    for (uint256 i = 0; i < EPOCHS; i++) {
      skip(1 minutes);
      headers.push(mineBlock(ROSTER_BLOCK + EPOCH * uint64(i), block.timestamp));
      epochs.anchor(ROSTER_BLOCK + EPOCH * i);
      times.push(block.timestamp);
    }
    skip(10);
  }

  function winner(bytes memory mined, bytes32 taskId) private view returns (address first) {
    bytes32 by = keccak256(abi.encodePacked(keccak256(mined), taskId));
    first = ranking[0];
    for (uint256 i = 1; i < 5; i++) {
      (uint256 a, uint256 b) = (staking.nodeIdOf(ranking[i]), staking.nodeIdOf(first));
      if (Lottery.beats(by, a, weightOf(ranking[i]), b, weightOf(first))) first = ranking[i];
    }
  }

  /// @dev No call finds a fault in it.
  function refuseAll(uint256 epoch, bytes32 taskId) private {
    header = headers[epoch];
    drawnAt = times[epoch];
    Assignment memory assignment = assign(friend, "");
    (assignment.taskId, assignment.rosterBlock) = (taskId, ROSTER_BLOCK + EPOCH * uint64(epoch));
    (assignment.attempt, assignment.expiry) = (1, uint64(block.timestamp + LASTS));
    AssignmentProof memory proof = proofOf(assignment);
    bytes memory right = abi.encodeWithSelector(Disputes.AssignmentIsRight.selector, digestOf(assignment));
    for (uint256 i = 0; i < 5; i++) {
      if (ranking[i] == friend) continue;
      vm.expectRevert(right);
      disputes.reportWrongOrder(proof, "", ranking[i]);
    }
    vm.expectRevert(right);
    disputes.reportWrongBeacon(assignment, proof.signature, header);
    vm.expectRevert(right);
    disputes.reportStaleDraw(assignment, proof.signature, assignment.rosterBlock, header);
  }

  function test_aCoordinatorChoosesAmongNineteenDraws() public {
    uint256 byTheNewest;
    uint256 byAny;
    for (uint256 task = 0; task < TASKS; task++) {
      bytes32 taskId = keccak256(abi.encode("an app's salt", task));
      if (winner(headers[EPOCHS - 1], taskId) == friend) byTheNewest++;
      for (uint256 i = 0; i < EPOCHS; i++) {
        if (winner(headers[i], taskId) != friend) continue;
        byAny++;
        refuseAll(i, taskId);
        break;
      }
    }
    uint256 share =
      weightOf(friend) * 1_000 / staking.totalWeight(staking.node(staking.nodeIdOf(friend)).role);
    emit log_named_uint("the friend's part of the stake, in thousandths", share);
    emit log_named_uint("its tasks by the newest epoch, in thousandths", byTheNewest * 1_000 / TASKS);
    emit log_named_uint("by an epoch of its coordinator's choice", byAny * 1_000 / TASKS);
    assertGt(byAny, 8 * byTheNewest);
  }
}
