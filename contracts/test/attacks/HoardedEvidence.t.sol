// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { AssignmentProof } from "../../src/disputes/AssignmentEvidence.sol";
import { Assignment } from "../../src/disputes/Messages.sol";
import { DisputesFixture } from "../disputes/DisputesFixture.sol";

/// @dev An assignment by a block that is no epoch's is evidence for as long as its key serves. A holder can keep it
/// until the coordinator has more stake, and those pay for it who voted years after the fault.
contract HoardedEvidenceTest is DisputesFixture {
  function test_votersOfThreeYearsLaterPay() public {
    Assignment memory wrong = assign(ranking[0], "");
    wrong.rosterBlock++;
    AssignmentProof memory proof = proofOf(wrong);
    skip(3 * 365 days);
    vote(carol, coordinatorNode, 9 * COORDINATOR_MINIMUM);
    vote(bob, coordinatorNode, 30 * COORDINATOR_MINIMUM);
    vm.prank(reporter);
    disputes.reportWrongBeacon(wrong, proof.signature);
    emit log_named_decimal_uint(
      "lost by who voted later", 30 * COORDINATOR_MINIMUM - staking.votesOf(bob, coordinatorNode), 18
    );
    emit log_named_decimal_uint("won by the reporter", cai.balanceOf(reporter), 18);
    assertEq(cai.balanceOf(reporter), 20_000e18);
    assertApproxEqAbs(staking.votesOf(bob, coordinatorNode), 30 * COORDINATOR_MINIMUM * 99 / 100, 1e18);
  }
}
