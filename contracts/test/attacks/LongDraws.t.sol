// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Assignment } from "../../src/disputes/Messages.sol";
import { DisputesFixture } from "../disputes/DisputesFixture.sol";

/// @dev Stays open: a draw that never expires is evidence for ever, by whichever block is the latest. So is one with a
/// block that is still to come, until that comes. Who holds one waits until there is more to take.
contract LongDrawAttacksTest is DisputesFixture {
  bytes private signature;

  function laterVotes() private {
    skip(3 * 365 days);
    vm.roll(block.number + 40_000_000);
    vote(carol, coordinatorNode, 9 * COORDINATOR_MINIMUM);
    vote(bob, coordinatorNode, 30 * COORDINATOR_MINIMUM);
  }

  function assertAllPay() private view {
    assertEq(held(coordinatorNode) + cai.balanceOf(reporter), 40 * COORDINATOR_MINIMUM / 100);
    assertEq(cai.balanceOf(reporter), 10 * COORDINATOR_MINIMUM / 1_000);
  }

  function test_aDrawThatNeverExpiresIsPaidForByThoseWhoVotedYearsLater() public {
    Assignment memory old = assign(ranking[0], "");
    old.expiry = type(uint64).max;
    signature = proofOf(old).signature;
    laterVotes();
    uint64 latest = uint64(block.number) - 1;
    bytes memory mined = headerOf(latest, block.timestamp - 1);
    vm.setBlockhash(latest, keccak256(mined));
    vm.prank(reporter);
    disputes.reportStaleDraw(old, signature, latest, mined);
    assertAllPay();
  }

  function test_soIsOneWithABlockThatIsToComeInAHundredYears() public {
    Assignment memory early = assign(ranking[0], "");
    early.rosterBlock = ROSTER_BLOCK + EPOCH * 52_560_000;
    signature = proofOf(early).signature;
    laterVotes();
    vm.prank(reporter);
    disputes.reportWrongBeacon(early, signature, "");
    assertAllPay();
  }
}
