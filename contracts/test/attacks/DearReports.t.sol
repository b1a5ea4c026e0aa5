// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { AssignmentProof } from "../../src/disputes/AssignmentEvidence.sol";
import { Assignment } from "../../src/disputes/Messages.sol";
import { DisputesFixture } from "../disputes/DisputesFixture.sol";

/// @dev Whether votes of a wei for the skipped miner can make a report too expensive to send.
/// forge-config: default.isolate = true
contract DearReportsTest is DisputesFixture {
  uint256 private constant VOTES = 50;
  /// @dev Of one more change of weight that a report looks at: its place, the change itself, and what finds them.
  uint256 private constant GAS_OF_A_CHANGE = 10_000;

  uint256 private skipped;
  uint256 private another;

  function setUp() public override {
    super.setUp();
    // The first conviction of a node writes more than a later one.
    gasOfReport(0);
    drawNow();
    rank();
    (skipped, another) = (staking.nodeIdOf(ranking[0]), staking.nodeIdOf(ranking[1]));
    giveAndStake(bob, 4 * VOTES);
  }

  /// @dev After some 4,700 of them, a report took more gas than a transaction may (EIP-7825).
  function test_votesInTheBlockAddNothing() public {
    assertApproxEqAbs(gasAfter(VOTES, 1, 0), gasAfter(1, 1, 0), 100);
  }

  function test_votesInTheBlock_inTurnWithThoseForAnother() public {
    assertApproxEqAbs(gasAfter(VOTES, 1, 1), gasAfter(1, 1, 1), 100);
  }

  /// @dev Where several blocks share a second, each can be the one of the lottery. They are few.
  function test_eachFurtherBlockOfTheSecondAddsOneChange() public {
    uint256 inOneBlock = gasAfter(VOTES, 1, 0);
    uint256 inThree = gasAfter(VOTES, 3, 0);
    assertGt(inThree, inOneBlock);
    assertLt(inThree, inOneBlock + 3 * GAS_OF_A_CHANGE);
  }

  /// @dev Gas of a report when in each of some blocks of the draw's second somebody has voted for the miner that was
  /// passed over, and after each vote for another.
  function gasAfter(uint256 votes, uint256 blocks, uint256 votesForAnother) private returns (uint256 gas) {
    uint256 before = vm.snapshotState();
    uint256 number = block.number;
    for (uint256 made = 0; made < blocks; made++) {
      for (uint256 i = 0; i < votes / blocks; i++) {
        voteOneWei(skipped);
        if (votesForAnother != 0) voteOneWei(another);
      }
      vm.roll(++number);
    }
    skip(1);
    gas = gasOfReport(1);
    vm.revertToState(before);
  }

  function voteOneWei(uint256 nodeId) private {
    vm.prank(bob);
    staking.vote(nodeId, 1);
  }

  function gasOfReport(uint32 attempt) private returns (uint256) {
    Assignment memory assignment = assign(ranking[4], "");
    assignment.attempt = attempt;
    AssignmentProof memory proof = proofOf(assignment);
    disputes.reportWrongOrder(proof, "", ranking[0]);
    return vm.lastCallGas().gasTotalUsed;
  }
}
