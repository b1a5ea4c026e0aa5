// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Assignment, SignedResult, TaskResult } from "../../src/disputes/Messages.sol";
import { Role } from "../../src/staking/Node.sol";
import { DisputesFixture } from "../disputes/DisputesFixture.sol";

/// @dev Stays open: whoever has a miner's old key needs a coordinator's signature for evidence against the miner. Any
/// coordinator's key will do, one that came after the old key was replaced, and one whose node has nothing at stake.
contract AccompliceAttacksTest is DisputesFixture {
  uint256 private constant BOND = 1_000_000e18;
  address private thief = makeAddr("thief");
  uint256 private id;
  uint256 private oldKey;

  function setUp() public override {
    super.setUp();
    (, oldKey) = makeAddrAndKey("miner0");
    id = staking.nodeIdOf(vm.addr(oldKey));
    vote(alice, id, BOND - within(id));
  }

  function replaceTheKey() private {
    skip(1 hours);
    drawNow();
    epochs.anchor(ROSTER_BLOCK);
    skip(1);
    rotate(id, "next key");
  }

  /// @dev Ten pairs of results, by a block from before the replacement.
  function reportByThief() private returns (uint256 earned) {
    uint256 before = cai.balanceOf(thief);
    for (uint32 i = 0; i < 10; i++) {
      Assignment memory madeUp = assign(vm.addr(oldKey), "");
      madeUp.attempt = i;
      bytes32 digest = digestOf(madeUp);
      SignedResult memory a = signResult(oldKey, digest, TaskResult(keccak256("a"), 1, 0));
      SignedResult memory b = signResult(oldKey, digest, TaskResult(keccak256("b"), 1, 0));
      vm.startPrank(thief);
      disputes.reportTwoResults(proofOf(madeUp), a, b);
      vm.stopPrank();
    }
    earned = cai.balanceOf(thief) - before;
  }

  function assertPaid(uint256 earned) private view {
    assertApproxEqAbs(within(id), BOND * 7 / 10, 10);
    assertApproxEqAbs(earned, BOND * 3 / 100, 10);
  }

  function test_aCoordinatorThatRegistersOnceTheKeyHasLeaked() public {
    replaceTheKey();
    skip(1 hours);
    (coordinator, coordinatorKey) = makeAddrAndKey("the thief's coordinator");
    uint256 own = registerNode(thief, "the thief's coordinator", Role.Coordinator, 0, COORDINATOR_MINIMUM);
    assertPaid(reportByThief());
    assertEq(within(own), COORDINATOR_MINIMUM);
  }

  function test_orOneThatHasTakenOutAllItsStake() public {
    vm.startPrank(carol);
    uint256 exitId = staking.unvote(coordinatorNode, COORDINATOR_MINIMUM);
    skip(COOL_DOWN);
    staking.withdraw(exitId, carol);
    vm.stopPrank();
    replaceTheKey();
    assertEq(within(coordinatorNode), 0);
    assertPaid(reportByThief());
  }
}
