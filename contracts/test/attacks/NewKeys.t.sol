// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { AssignmentProof } from "../../src/disputes/AssignmentEvidence.sol";
import { Assignment, SignedResult, TaskResult } from "../../src/disputes/Messages.sol";
import { DisputesFixture } from "../disputes/DisputesFixture.sol";
import { JuriesFixture } from "../juries/JuriesFixture.sol";

/// @dev A coordinator gave its node a new key and signed with that an assignment whose block was older than the key.
/// No call took it as evidence, against the coordinator or the miner, so a coordinator that took a new key every 20
/// minutes assigned its tasks to whom it liked. Now a key answers for its draws from before its service as well.
contract NewKeysTest is DisputesFixture {
  uint256 private constant TAKEN = COORDINATOR_MINIMUM * WRONG_ASSIGNMENT_BPS / 10_000;

  function setUp() public override {
    super.setUp();
    takeNewKey("second key");
  }

  function takeNewKey(string memory name) private {
    (coordinator, coordinatorKey) = makeAddrAndKey(name);
    rotate(coordinatorNode, name);
    skip(1);
  }

  function test_assignsToNoStranger() public {
    report(assign(makeAddr("stranger"), ""), "", ranking[0]);
    assertPunished(coordinatorNode, TAKEN);
  }

  function test_skipsNoMiner() public {
    report(assign(ranking[4], ""), "", ranking[0]);
    assertPunished(coordinatorNode, TAKEN);
  }

  function test_drawsNoTaskTwice() public {
    AssignmentProof memory first = proofOf(assign(ranking[0], ""));
    skip(1 minutes);
    header = mineBlock(ROSTER_BLOCK + EPOCH, block.timestamp);
    skip(10);
    takeNewKey("third key");
    Assignment memory again = assign(ranking[0], "");
    again.rosterBlock = ROSTER_BLOCK + EPOCH;
    AssignmentProof memory second = proofOf(again);
    vm.setBlockhash(ROSTER_BLOCK, keccak256(first.header));
    vm.prank(reporter);
    disputes.reportTwoDraws(first, second);
    assertPunished(coordinatorNode, TAKEN);
  }

  function test_namesNoWrongBlock() public {
    Assignment memory wrong = assign(ranking[0], "");
    wrong.beacon = keccak256("invented");
    bytes memory signature = proofOf(wrong).signature;
    vm.prank(reporter);
    disputes.reportWrongBeacon(wrong, signature, header);
    assertPunished(coordinatorNode, TAKEN);
  }
}

/// @dev And what its miner signs for it is evidence against the miner.
contract NewKeysMinerTest is JuriesFixture {
  function test_aMinerAnswersForItsResults() public {
    (coordinator, coordinatorKey) = makeAddrAndKey("second key");
    rotate(coordinatorNode, "second key");
    skip(1);
    assignment = assign(vm.addr(accusedKey), "");
    bytes32 digest = digestOf(assignment);
    SignedResult memory a = signResult(accusedKey, digest, TaskResult(keccak256("a"), 1, 0));
    SignedResult memory b = signResult(accusedKey, digest, TaskResult(keccak256("b"), 1, 0));
    open();
    disputes.reportTwoResults(proofOf(assignment), a, b);
    assertGt(held(accused), 0);
  }
}
