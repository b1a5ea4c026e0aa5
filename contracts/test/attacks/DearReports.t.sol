// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { AssignmentProof } from "../../src/disputes/AssignmentEvidence.sol";
import { Assignment } from "../../src/disputes/Messages.sol";
import { DisputesFixture } from "../disputes/DisputesFixture.sol";

/// @dev What it costs to make a report dear, and what the report then costs.
/// forge-config: default.isolate = true
contract DearReportsTest is DisputesFixture {
  uint256 private constant VOTES = 200;

  /// @dev A friend of the coordinator fills the block's second with votes of one wei for the miner that is passed over.
  /// Each is a change of weight that the report looks at.
  function test_dustInTheBlocksSecondCostsItsMakerMoreThanTheReporter() public {
    // The first conviction of a node writes more than a later one.
    gasOfReport(0);
    uint256 plain = gasOfReport(1);
    drawNow();
    rank();
    uint256 skipped = staking.nodeIdOf(ranking[0]);
    giveAndStake(bob, VOTES);
    uint256 spent = 0;
    for (uint256 i = 0; i < VOTES; i++) {
      vm.prank(bob);
      staking.vote(skipped, 1);
      spent += vm.lastCallGas().gasTotalUsed;
    }
    skip(1);
    uint256 more = gasOfReport(2) - plain;
    emit log_named_uint("gas of a vote", spent / VOTES);
    emit log_named_uint("gas of the report for each", more / VOTES);
    assertGt(more, VOTES * 3_000);
    assertLt(more * 10, spent);
  }

  function gasOfReport(uint32 attempt) private returns (uint256) {
    Assignment memory assignment = assign(ranking[4], "");
    assignment.attempt = attempt;
    AssignmentProof memory proof = proofOf(assignment);
    disputes.reportWrongOrder(proof, "", ranking[0]);
    return vm.lastCallGas().gasTotalUsed;
  }
}
