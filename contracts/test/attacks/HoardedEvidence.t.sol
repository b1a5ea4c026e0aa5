// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Disputes } from "../../src/Disputes.sol";
import { Epochs } from "../../src/Epochs.sol";
import { Assignment } from "../../src/disputes/Messages.sol";
import { DisputesFixture } from "../disputes/DisputesFixture.sol";

/// @dev An assignment by a block that no lottery may use was evidence for as long as its key served. Its holder could
/// keep it until the coordinator had more stake, and those paid for it who voted years after the fault. Now the block
/// shows when it was drawn.
contract HoardedEvidenceTest is DisputesFixture {
  bytes private signature;

  function laterVotes() private {
    skip(3 * 365 days);
    vote(carol, coordinatorNode, 9 * COORDINATOR_MINIMUM);
    vote(bob, coordinatorNode, 30 * COORDINATOR_MINIMUM);
  }

  function refuse(Assignment memory wrong, bytes memory shown, bytes memory refusal) private {
    vm.expectRevert(refusal);
    disputes.reportWrongBeacon(wrong, signature, shown);
    assertEq(held(coordinatorNode), 0);
  }

  function tooOld() private view returns (bytes memory) {
    return abi.encodeWithSelector(Disputes.EvidenceTooOld.selector, drawnAt, WINDOW);
  }

  function test_ofABlockThatIsNoEpochs() public {
    header = mineBlock(ROSTER_BLOCK + 1, drawnAt);
    Assignment memory wrong = assign(ranking[0], "");
    wrong.rosterBlock = ROSTER_BLOCK + 1;
    signature = proofOf(wrong).signature;
    uint256 unanchored = vm.snapshotState();
    epochs.anchor(ROSTER_BLOCK + 1);
    laterVotes();
    refuse(wrong, header, tooOld());

    vm.revertToState(unanchored);
    vm.roll(block.number + 9_000);
    laterVotes();
    refuse(wrong, header, abi.encodeWithSelector(Epochs.BlockUnknown.selector, ROSTER_BLOCK + 1));
  }

  function test_ofAWrongHash() public {
    Assignment memory wrong = assign(ranking[0], "");
    wrong.beacon = keccak256("invented");
    signature = proofOf(wrong).signature;
    epochs.anchor(ROSTER_BLOCK);
    laterVotes();
    refuse(wrong, header, tooOld());
  }

  /// @dev A block that was to come when it was signed has come.
  function test_ofABlockThatWasToCome() public {
    Assignment memory wrong = assign(ranking[0], "");
    wrong.rosterBlock = ROSTER_BLOCK + EPOCH;
    signature = proofOf(wrong).signature;
    skip(1 minutes);
    drawnAt = block.timestamp;
    header = mineBlock(ROSTER_BLOCK + EPOCH, drawnAt);
    epochs.anchor(ROSTER_BLOCK + EPOCH);
    laterVotes();
    refuse(wrong, header, tooOld());
  }

  function test_ofAnOldDraw() public {
    Assignment memory old = assign(ranking[0], "");
    old.expiry = uint64(drawnAt + ASSIGNMENT + 1);
    signature = proofOf(old).signature;
    epochs.anchor(ROSTER_BLOCK);
    laterVotes();
    vm.expectRevert(tooOld());
    disputes.reportStaleDraw(old, signature, ROSTER_BLOCK, header);
    // A later block shows no fault of it.
    bytes memory later = mineBlock(ROSTER_BLOCK + EPOCH, block.timestamp);
    vm.expectRevert(abi.encodeWithSelector(Disputes.AssignmentIsRight.selector, digestOf(old)));
    disputes.reportStaleDraw(old, signature, ROSTER_BLOCK + EPOCH, later);
  }
}
