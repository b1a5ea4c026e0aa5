// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Disputes } from "../../src/Disputes.sol";
import { AssignmentEvidence, AssignmentProof } from "../../src/disputes/AssignmentEvidence.sol";
import { Assignment, Messages, SignedResult, TaskResult } from "../../src/disputes/Messages.sol";
import { Role } from "../../src/staking/Node.sol";
import { JuriesFixture } from "../juries/JuriesFixture.sol";

/// @dev A coordinator gives its node a new key and signs with that an assignment whose block is older than
/// the key. The block is an epoch's, its hash is right, it is minutes old, and the node is active with its
/// whole bond. Each call that could punish the coordinator, or the miner for what it signed, refuses the
/// evidence. A new key is good for this until 20 minutes after the last epoch before it, so the coordinator
/// rotates again then.
/// forge-config: default.isolate = true
contract NewKeysTest is JuriesFixture {
  function rotated(string memory name) private returns (bytes memory unserved) {
    coordinator = rotate(coordinatorNode, name);
    (, coordinatorKey) = makeAddrAndKey(name);
    unserved = abi.encodeWithSelector(
      AssignmentEvidence.NotInService.selector, coordinator, Role.Coordinator, drawnAt
    );
  }

  function refuseAll(Assignment memory signed, bytes memory unserved, uint256 minerKey) private {
    AssignmentProof memory proof = proofOf(signed);
    bytes32 digest = digestOf(signed);
    SignedResult memory a = signResult(minerKey, digest, TaskResult(keccak256("a"), 1, 0));
    SignedResult memory b = signResult(minerKey, digest, TaskResult(keccak256("b"), 1, 0));

    vm.expectRevert(unserved);
    disputes.reportWrongOrder(proof, "", vm.addr(keys[peers[0]]));
    vm.expectRevert(unserved);
    disputes.reportTwoResults(proof, a, b);
    vm.prank(reporter);
    vm.expectRevert(unserved);
    juries.open(proof, a, source(), none());

    // It is neither a wrong block nor an old one.
    vm.expectPartialRevert(Disputes.AssignmentIsRight.selector);
    disputes.reportWrongBeacon(signed, proof.signature);
    vm.expectPartialRevert(Disputes.AssignmentIsRight.selector);
    disputes.reportStaleDraw(signed, proof.signature, ROSTER_BLOCK, header);
  }

  /// @dev Of a stranger as of a miner that the lottery does not call: no stake answers for its result.
  function test_aNewKeyAssignsToWhomItLikes() public {
    bytes memory unserved = rotated("second key");
    skip(1);
    assertEq(staking.operators().servedAt(coordinator, uint48(block.timestamp)), coordinatorNode);
    assertTrue(staking.node(coordinatorNode).active);
    (address stranger, uint256 strangersKey) = makeAddrAndKey("stranger");
    Assignment memory toStranger = assign(stranger, "");
    assertGt(toStranger.expiry, block.timestamp);
    refuseAll(toStranger, unserved, strangersKey);
    Assignment memory toFriend = assign(vm.addr(accusedKey), "");
    refuseAll(toFriend, unserved, accusedKey);
    assertEq(held(coordinatorNode) + held(accused), 0);
  }

  /// @dev One task drawn by two epochs, each older than the key.
  function test_aNewKeyDrawsTwice() public {
    AssignmentProof memory first = proofOf(assign(ranking[0], ""));
    skip(1 minutes);
    bytes memory earlier = header;
    header = mineBlock(ROSTER_BLOCK + EPOCH, block.timestamp);
    uint256 drawnAgainAt = block.timestamp;
    skip(10);
    rotated("second key");
    Assignment memory again = assign(ranking[0], "");
    again.rosterBlock = ROSTER_BLOCK + EPOCH;
    AssignmentProof memory second = proofOf(again);
    vm.setBlockhash(ROSTER_BLOCK, keccak256(earlier));
    vm.expectRevert(
      abi.encodeWithSelector(
        AssignmentEvidence.NotInService.selector, coordinator, Role.Coordinator, drawnAgainAt
      )
    );
    disputes.reportTwoDraws(first, second);
  }

  /// @dev A whole day of it: a rotation every 20 minutes, two seconds after an epoch's block, leaves a dozen
  /// seconds in each in which it signs nothing.
  function test_aDayOfNewKeys() public {
    uint256 gas;
    uint256 covered;
    (address stranger, uint256 strangersKey) = makeAddrAndKey("stranger");
    uint256 start = block.timestamp;
    for (uint256 i = 0; block.timestamp < start + 1 days; i++) {
      drawNow();
      skip(2);
      string memory name = string.concat("key ", vm.toString(i));
      (address next, uint256 nextKey) = makeAddrAndKey(name);
      bytes memory consent = signConsent(nextKey, carol, Role.Coordinator, next, block.timestamp);
      vm.prank(carol);
      staking.rotateOperator(coordinatorNode, next, block.timestamp, consent);
      gas += vm.lastCallGas().gasTotalUsed;
      (coordinator, coordinatorKey) = (next, nextKey);
      skip(ASSIGNMENT - 12);
      Assignment memory signed = assign(stranger, "");
      signed.taskId = bytes32(i);
      signed.expiry = uint64(drawnAt + ASSIGNMENT);
      assertGt(signed.expiry, block.timestamp);
      refuseAll(
        signed,
        abi.encodeWithSelector(
          AssignmentEvidence.NotInService.selector, coordinator, Role.Coordinator, drawnAt
        ),
        strangersKey
      );
      covered += ASSIGNMENT - 12;
    }
    emit log_named_uint("gas of a day's rotations", gas);
    emit log_named_uint("seconds of the day covered", covered);
    assertEq(held(coordinatorNode), 0);
  }
}
