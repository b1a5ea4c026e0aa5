// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Disputes } from "../../src/Disputes.sol";
import { AssignmentEvidence, AssignmentProof } from "../../src/disputes/AssignmentEvidence.sol";
import { Assignment, SignedResult, TaskResult } from "../../src/disputes/Messages.sol";
import { Role } from "../../src/staking/Node.sol";
import { DisputesFixture } from "../disputes/DisputesFixture.sol";

/// @dev Attacks that succeeded against the first design of the objective faults.
contract FaultAttacksTest is DisputesFixture {
  uint256 private id;
  uint256 private key;

  function setUp() public override {
    super.setUp();
    (, key) = makeAddrAndKey("miner0");
    id = staking.nodeIdOf(vm.addr(key));
  }

  function reportTwo(Assignment memory assignment, bytes memory refusal) private {
    AssignmentProof memory proof = proofOf(assignment);
    bytes32 digest = digestOf(assignment);
    SignedResult memory a = signResult(key, digest, TaskResult(keccak256("a"), 1, 0));
    SignedResult memory b = signResult(key, digest, TaskResult(keccak256("b"), 1, 0));
    if (refusal.length != 0) vm.expectRevert(refusal);
    disputes.reportTwoResults(proof, a, b);
  }

  /// @dev A leaked miner key made up 90 to 100 assignments that never expire, and burned all but 1 % of 1,020,000 CAI,
  /// after it had been rotated out, its node retired and its stake unvoted.
  function test_aLeakedMinerKeyThatMakesUpAssignments() public {
    vote(bob, id, 1_000_000e18);
    rotate(id, "next key");
    vm.startPrank(alice);
    staking.retire(id);
    staking.unvote(id, MINER_MINIMUM);
    vm.stopPrank();
    uint256 before = within(id);
    // The thief has no coordinator's key, so it signs the assignments with its own.
    (coordinator, coordinatorKey) = (vm.addr(key), key);
    for (uint256 i = 0; i < 100; i++) {
      Assignment memory assignment = assign(vm.addr(key), "");
      (assignment.taskId, assignment.expiry) = (bytes32(i), type(uint64).max);
      reportTwo(
        assignment,
        abi.encodeWithSelector(
          AssignmentEvidence.NotInService.selector, coordinator, Role.Coordinator, drawnAt
        )
      );
    }
    assertEq(within(id), before);
  }

  /// @dev The same, with a coordinator as the accomplice: the cap holds.
  function test_aLeakedMinerKeyWithACoordinatorAsItsAccomplice() public {
    vote(bob, id, 1_000_000e18);
    uint256 before = within(id);
    for (uint256 i = 0; i < 100; i++) {
      Assignment memory assignment = assign(vm.addr(key), "");
      assignment.taskId = bytes32(i);
      reportTwo(assignment, "");
    }
    assertEq(within(id), before - before * CAP_BPS / 10_000);
    // And when the window of its draws is over, the key is worth nothing.
    vm.warp(drawnAt + WINDOW + 1);
    reportTwo(
      assign(vm.addr(key), ""), abi.encodeWithSelector(Disputes.EvidenceTooOld.selector, drawnAt, WINDOW)
    );
  }

  /// @dev 100 wrong assignments left a coordinator and its voters 36.6 % of their stake.
  function test_aHundredWrongAssignments() public {
    vote(bob, coordinatorNode, COORDINATOR_MINIMUM);
    uint256 before = within(coordinatorNode);
    for (uint256 i = 0; i < 100; i++) {
      Assignment memory assignment = assign(makeAddr("stranger"), "");
      assignment.attempt = uint32(i);
      report(assignment, "", ranking[4]);
    }
    assertEq(within(coordinatorNode), before - before * CAP_BPS / 10_000);
  }

  /// @dev Escape 1: a header that nobody mined, the best of six. It proves nothing for the coordinator any more, but
  /// against it.
  function test_anInventedHeader() public {
    bytes memory mined = header;
    header = headerOf(ROSTER_BLOCK, drawnAt - 1);
    Assignment memory assignment = assign(ranking[4], "");
    AssignmentProof memory proof = proofOf(assignment);
    vm.prank(reporter);
    disputes.reportWrongBeacon(assignment, proof.signature, mined);
    assertGt(cai.balanceOf(reporter), 0);
  }

  /// @dev Escape 2: a block older than the evidence window. A later block shows that the draw was old.
  function test_aBlockOlderThanTheWindow() public {
    Assignment memory assignment = assign(ranking[4], "");
    vm.warp(drawnAt + WINDOW + 1 hours);
    assignment.expiry = uint64(block.timestamp + 15 minutes);
    uint64 later = ROSTER_BLOCK + 5_000;
    bytes memory laterHeader = mineBlock(later, block.timestamp - ASSIGNMENT);
    AssignmentProof memory proof = proofOf(assignment);
    vm.prank(reporter);
    disputes.reportStaleDraw(assignment, proof.signature, later, laterHeader);
    assertGt(cai.balanceOf(reporter), 0);
  }

  /// @dev Escape 3: a vote of one wei for the favourite, in the beacon's second.
  function test_aVoteInTheBeaconsSecond() public {
    vote(bob, staking.nodeIdOf(ranking[4]), 1);
    drawNow();
    skip(1);
    rank();
    report(assign(ranking[4], ""), "", ranking[0]);
    assertGt(cai.balanceOf(reporter), 0);
  }

  /// @dev Escape 5: any of 256 blocks could be named, and the smallest of five miners came first on the 33rd. One in
  /// thirty can now, and only in its own epoch.
  function test_choosingAmongBlocks() public {
    for (uint64 number = ROSTER_BLOCK + 1; number < ROSTER_BLOCK + EPOCH; number++) {
      bytes memory mined = mineBlock(number, block.timestamp);
      Assignment memory assignment = assign(ranking[4], "");
      (assignment.rosterBlock, assignment.beacon) = (number, keccak256(mined));
      AssignmentProof memory proof = proofOf(assignment);
      disputes.reportWrongBeacon(assignment, proof.signature, mined);
    }
    assertGt(held(coordinatorNode), 0);
  }

  /// @dev A coordinator assigned out of order to its own miner, which then signed two results and reported itself. The
  /// assignment was used up as evidence.
  function test_aSybilMinersFaultThatShieldsItsCoordinator() public {
    for (uint32 i = 0; i < 3; i++) {
      Assignment memory assignment = assign(vm.addr(key), "");
      assignment.attempt = i;
      reportTwo(assignment, "");
      address first = ranking[0] == vm.addr(key) ? ranking[1] : ranking[0];
      bytes memory passed = ranking[0] == vm.addr(key) ? abi.encodePacked(first) : bytes("");
      assignment.passed = keccak256(passed);
      if (passed.length != 0) reportTwo(assignment, "");
      report(assignment, passed, first);
    }
    assertGt(held(coordinatorNode), 0);
    assertGt(staking.node(coordinatorNode).jailedUntil, block.timestamp);
  }

  /// @dev Stays open: a coordinator's books belong to one key, but its node answers for the draws of all its keys. An
  /// app sends a task again, with the same salt, to an honest coordinator that has changed its key.
  function test_aTaskThatIsSentAgainAfterAChangeOfKeys() public {
    AssignmentProof memory first = proofOf(assign(ranking[0], ""));
    epochs.anchor(ROSTER_BLOCK);
    coordinator = rotate(coordinatorNode, "next key");
    (, coordinatorKey) = makeAddrAndKey("next key");
    skip(1 days);
    header = mineBlock(ROSTER_BLOCK + EPOCH, block.timestamp);
    skip(1);
    Assignment memory again = assign(ranking[0], "");
    again.rosterBlock = ROSTER_BLOCK + EPOCH;
    AssignmentProof memory second = proofOf(again);
    vm.prank(reporter);
    disputes.reportTwoDraws(first, second);
    assertEq(cai.balanceOf(reporter), 2_000e18);
    assertEq(held(coordinatorNode), 18_000e18);
    assertEq(staking.node(coordinatorNode).jailedUntil, block.timestamp + COOL_DOWN);
  }
}
